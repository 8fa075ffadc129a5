import { momentWord } from '../quantity-words.ts';
import { HOUR, type Instant, MINUTE, startOfHour } from '../time.ts';
import type { AlertView } from './alert-view.ts';

const BARS = [3, 2, 2, 1, 1, 1, 2, 4, 6, 5, 7, 6, 8, 7, 9, 8, 9, 11, 10, 12, 14, 22, 47, 86];

/** An alert of a service that there is not, with something to say for every placeholder. */
export function sampleView(link: string, now: Instant): AlertView {
  const first = startOfHour(now) - (BARS.length - 1) * HOUR;
  const clock = (minutes: number) => momentWord(now + minutes * MINUTE).split(' ')[1] ?? '';
  return {
    alertId: 128,
    changeId: 0,
    change: 'opened',
    level: 'II',
    subject: '云川热力（示例）',
    at: now,
    sentence: '云川热力（示例）：近 1 小时负面 86 条，是平时同时段的 9.6 倍；多人称老人受冻（未核实）。',
    unusual: '1 小时 86 条，平时 9 条',
    spread: '24 小时估计触达 12 万人，涉及 3 个片区，转载占 41%',
    posts: [
      { title: '阳光花园停暖第三天，家里只有 14 度', platform: '本地论坛', url: `${link}#1` },
      { title: '供热热线打了二十分钟没人接', platform: '微博', url: `${link}#2` },
      { title: '物业说是管网抢修，什么时候好没有准信', platform: '贴吧', url: null },
      { title: '隔壁小区也停了，群里都在问', platform: '微博', url: `${link}#4` },
      { title: '邻居家老人已经去亲戚家住了', platform: '本地论坛', url: `${link}#5` },
    ],
    hours: BARS.map((total, at) => ({ at: first + at * HOUR, total, negative: Math.floor(total * 0.7) })),
    steps: [
      `${clock(15)} 前，舆情值班分析师：核对帖文与原文链接，确认片区`,
      `${clock(30)} 前，客服负责人：加开专线，统一说法`,
      `${clock(60)} 前，公关负责人：发出第一条回应`,
    ],
    owner: '李四',
    link,
    risk: 72,
    riskWords: '风险指数 72（66–79，满分 100）',
  };
}
