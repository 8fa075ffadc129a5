import { expect, test } from 'vitest';
import { type FeedTrouble, noticeView } from '../../server/core/notice.ts';
import type { AlertView, Message, Notifier, NotifierIO } from '../../server/core/notifier.ts';
import type { Params } from '../../server/core/source.ts';
import { openNotifierIO } from '../../server/notifier-io.ts';
import { MONDAY } from '../core/make-series.ts';
import { type Answer, json, type openLoopback, reset, type Seen, stall } from './loopback.ts';

export const alert: AlertView = {
  ...{ alertId: 4, changeId: 9, change: 'raised', level: 'II', subject: '供热服务' },
  sentence: '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍。',
  unusual: '近 1 小时负面 86 条，平时 9 条',
  spread: '24 小时估计触达 12 万人',
  posts: [
    { title: '暖气一点都不热', platform: '论坛', url: 'https://bbs.example/t/1' },
    { title: '热线打不通', platform: '微博', url: null },
  ],
  steps: ['15 分钟内，舆情值班分析师：核对事实', '30 分钟内，公关经理：发第一条回应'],
  link: 'http://desk.example/alerts/4',
  ...{ at: MONDAY, risk: 72, riskWords: '风险指数 72（满分 100）' },
};

const long: AlertView = {
  ...alert,
  sentence: `供热服务：${'小区停暖、热线不通；'.repeat(400)}。`,
  posts: Array.from({ length: 5 }, (_, at) => ({
    ...{ title: `第${at}条${'👨‍👩‍👧冻得睡不着'.repeat(20)}`, platform: '论坛' },
    url: `https://bbs.example/t/${at}?${'x'.repeat(300)}`,
  })),
  steps: Array.from({ length: 30 }, (_, at) => `${at} 分钟内，值班分析师：${'核对事实、'.repeat(20)}`),
};

const HOSTILE = '](http://evil.example) <at id="all"></at> <@all> **粗** `码` # 标题 <b>x</b>';
const hostile: AlertView = {
  ...alert,
  subject: HOSTILE,
  sentence: HOSTILE,
  posts: [{ title: HOSTILE, platform: '论坛', url: 'https://bbs.example/t/1)[x](http://evil.example' }],
};

export const feed: FeedTrouble = {
  ...{ feedId: 1, incidentId: 2, name: '本地论坛', health: 'walled', reason: 'login-wall' },
  ...{ openedAt: MONDAY, lastOkAt: MONDAY - 60_000 },
};
const notice = noticeView({ down: [feed], up: [], at: MONDAY }, 'http://desk.example');

export interface Channel {
  readonly notifier: Notifier;
  readonly service: Awaited<ReturnType<typeof openLoopback>>;
  readonly settings: Params;
  /** Where the service is known to live, when that is not said in the settings. */
  readonly origin?: string;
  /** Answers of the service: "too much", with the milliseconds until the next try, and refusals for good. */
  readonly busy?: readonly [answer: Answer, pause: number];
  readonly passing?: readonly Answer[];
  readonly final: readonly Answer[];
  /** How long the service takes a request to be, and how long it may be. */
  readonly size: (seen: Seen) => number;
  readonly limit: number;
  /** What people see of it. */
  readonly shown: (seen: Seen) => string;
}

/** The network as it is, but for the origin of a service that is known. */
function ioOf({ origin, service }: Channel): NotifierIO {
  const real = openNotifierIO({ timeoutMs: 400, now: () => MONDAY });
  const moved = (url: string) => (origin === undefined ? url : url.replace(origin, service.url));
  return { ...real, request: (url, init) => real.request(moved(url), init) };
}

/** Sends one message; what the service was sent, and what it came to. */
export async function sendTo(channel: Channel, message?: Message) {
  const { notifier, settings, service } = channel;
  const sent = message ?? notifier.render(alert, settings);
  const result = await notifier.send(sent, settings, ioOf(channel), 'tingchao-k3-17');
  return { result, seen: service.seen.at(-1) as Seen };
}

/** What every chat channel does, against a server that answers as its service would. */
export function behavesAsChannel(channel: Channel): void {
  const { notifier, settings, service } = channel;
  const told = (of: AlertView) => sendTo(channel, notifier.render(of, settings));

  test('says how grave it is, what happened, and what to do, and leads to the alert', async () => {
    const { result, seen } = await told(alert);
    expect(result).toMatchObject({ ok: true });
    const shown = channel.shown(seen);
    expect(shown).toContain('◆ 橙');
    const parts = ['近 1 小时负面 86 条', '暖气一点都不热', '核对事实', alert.link].map((part) =>
      shown.indexOf(part),
    );
    expect(parts).not.toContain(-1);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
  });

  test('tells of a source out of order', async () => {
    const { result, seen } = await sendTo(channel, notifier.renderNotice(notice, settings));
    expect(result).toMatchObject({ ok: true });
    expect(channel.shown(seen)).toContain('来源失效');
    expect(channel.shown(seen)).toContain('http://desk.example');
  });

  test('what is too long is shortened to what the service takes, the link kept', async () => {
    const { seen } = await told(long);
    expect(channel.size(seen)).toBeLessThanOrEqual(channel.limit);
    expect(channel.shown(seen)).toContain(alert.link);
    expect(channel.shown(seen).isWellFormed()).toBe(true);
  });

  test('what posts say is neither markup nor link nor a call to all', async () => {
    const { seen } = await told(hostile);
    expect(channel.shown(seen)).not.toMatch(/\]\(http:\/\/evil|<at |<@all|\*\*粗|<b>|\n# /);
  });

  test('what may pass is tried again, when the service says so', async () => {
    for (const answer of [stall, reset, json({}, 502), ...(channel.passing ?? [])]) {
      service.answers.push(answer);
      expect((await sendTo(channel)).result).toMatchObject({ ok: false, retry: true });
    }
    if (channel.busy === undefined) return;
    service.answers.push(channel.busy[0]);
    const { result } = await sendTo(channel);
    expect(result).toMatchObject({ ok: false, retry: true, retryAt: MONDAY + channel.busy[1] });
  });

  test('a refusal for good is none that passes, and is told in the words of the service', async () => {
    for (const answer of channel.final) {
      service.answers.push(answer);
      const { result } = await sendTo(channel);
      expect(result).toMatchObject({ ok: false, retry: false });
      expect(result).toHaveProperty('reason', expect.stringMatching(/\S/));
    }
  });
}
