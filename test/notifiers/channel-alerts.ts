import { type FeedTrouble, noticeView } from '../../server/core/message/notice.ts';
import type { AlertView } from '../../server/core/message/notifier.ts';
import { heldView } from '../../server/core/notices/held-notice.ts';
import { MONDAY } from '../core/series/make-series.ts';

export const alert: AlertView = {
  alertId: 4,
  changeId: 9,
  change: 'raised',
  level: 'II',
  subject: '供热服务',
  sentence: '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍。',
  unusual: '近 1 小时负面 86 条，平时 9 条',
  spread: '24 小时估计触达 12 万人',
  posts: [
    { title: '暖气一点都不热', platform: '论坛', url: 'https://bbs.example/t/1' },
    { title: '热线打不通', platform: '微博', url: null },
  ],
  steps: ['15 分钟内，舆情值班分析师：核对事实', '30 分钟内，公关经理：发第一条回应'],
  link: 'http://desk.example/alerts/4',
  at: MONDAY,
  risk: 72,
  riskWords: '风险指数 72（满分 100）',
};

/** Longer in every part than any service takes. */
export const long: AlertView = {
  ...alert,
  sentence: `供热服务：${'小区停暖、热线不通；'.repeat(400)}。`,
  posts: Array.from({ length: 5 }, (_, at) => ({
    title: `第${at}条${'👨‍👩‍👧冻得睡不着'.repeat(20)}`,
    platform: '论坛',
    url: `https://bbs.example/t/${at}?${'x'.repeat(300)}`,
  })),
  steps: Array.from({ length: 30 }, (_, at) => `${at} 分钟内，值班分析师：${'核对事实、'.repeat(20)}`),
};

/** Short enough for the title of every service, and for the line of a list. */
const HOSTILE_NAME = '<b>](http://e.cn)';
export const HOSTILE = '](http://e.cn) <at id="all"> <@all> **粗** _斜_ ~删~ `码` \\*x # 题';
const HOSTILE_URL = 'https://bbs.example/t/1)[x](http://e.cn';
/** Words as long that are nothing but words. */
const CALM = [
  [HOSTILE, '平'.repeat(HOSTILE.length)],
  [HOSTILE_NAME, '和'.repeat(HOSTILE_NAME.length)],
  [HOSTILE_URL, 'https://bbs.example/t/'.padEnd(HOSTILE_URL.length, '1')],
] as const;
export const calmed = (text: string) => CALM.reduce((left, [from, to]) => left.replaceAll(from, to), text);
const saying = (name: string, words: string, url: string): AlertView => ({
  ...alert,
  subject: name,
  sentence: words,
  posts: [{ title: words, platform: '论坛', url }],
});
// Only at the beginning of a line is a sign a head.
export const hostile = saying(HOSTILE_NAME, HOSTILE.replace(' # ', '\n# '), HOSTILE_URL);
export const calm = saying(calmed(HOSTILE_NAME), calmed(HOSTILE), calmed(HOSTILE_URL));

export const feed: FeedTrouble = {
  feedId: 1,
  incidentId: 2,
  name: '本地论坛',
  health: 'walled',
  reason: 'login-wall',
  openedAt: MONDAY,
  lastOkAt: MONDAY - 60_000,
};
export const notice = noticeView({ down: [feed], up: [], at: MONDAY }, 'http://desk.example');

/** What a channel was spared, told at once: about no source, and about nothing that could end. */
export const digest = heldView(
  {
    held: [
      {
        alertId: 4,
        changeId: 9,
        watchName: '供热',
        level: 'III',
        sentence: '供热：近 1 小时负面 12 条。',
        firstAt: MONDAY,
        changes: 1,
        status: 'open',
        levelNow: 'III',
      },
    ],
    why: ['quiet-hours'],
    counts: { III: 1 },
    at: MONDAY,
  },
  'http://desk.example',
);
