import type { Watch } from '../core/mention/watch.ts';
import type { FixInput } from '../core/service/fix.ts';
import { DAY, type Instant, startOfDay } from '../core/time.ts';
import { labelCrisis } from '../db/alert/crisis-labels.ts';
import { createChannel } from '../db/channel/channels.ts';
import type { Db } from '../db/database.ts';
import { createFeed } from '../db/feed/feeds.ts';
import { createFix } from '../db/service/fixes.ts';
import { createStandard } from '../db/service/standard-changes.ts';
import { createWatch } from '../db/watch/watches.ts';
import { tellFoodAlert } from './grocer/food-alert.ts';
import { grocerCrises, ridersAdded } from './grocer/past.ts';
import { CHANNELS } from './history.ts';
import { DEMO_ORIGIN } from './replay-server.ts';
import { heatingStandards } from './standards.ts';

type WatchInput = Pick<Watch, 'name' | 'rule' | 'people' | 'sources' | 'active'>;

const HEATING = '云川热力（演示）';
const GROCER = '云川优鲜（演示）';

const WATCHES: readonly WatchInput[] = [
  {
    name: HEATING,
    rule: { any: ['云川热力', '供暖', '供热', '停暖', '暖气'], all: [], none: ['招聘'] },
    people: [],
    sources: ['rss'],
    active: true,
  },
  {
    name: GROCER,
    rule: { any: ['云川优鲜'], all: [], none: ['招聘'] },
    people: [],
    sources: ['rss', 'import'],
    active: true,
  },
  {
    name: '科技与国际（真实录制）',
    rule: { any: ['程序员', 'Windows', 'Apple', 'GPT', '海峡'], all: [], none: [] },
    people: [],
    sources: ['rss', 'v2ex'],
    active: true,
  },
];

/**
 * What two of them did about complaints. Since there are more riders the grocer is late less often than in any week
 * before. Its hotline was complained of in the last of them only, which would have passed by itself. Nothing about the
 * seats at the heating's hotline can be distinguished from chance.
 */
function fixesOf(now: Instant): Readonly<Record<string, readonly Omit<FixInput, 'watchId'>[]>> {
  return {
    [HEATING]: [
      {
        touchpoint: 'hotline',
        dimension: 'responsiveness',
        title: '供热热线增加 12 个坐席',
        doneAt: startOfDay(now) - 14 * DAY,
      },
    ],
    [GROCER]: [
      {
        touchpoint: 'hotline',
        dimension: null,
        title: '客服热线改为按门店分线',
        doneAt: ridersAdded(now),
      },
      {
        touchpoint: 'delivery',
        dimension: null,
        title: '增派 40 名骑手，晚高峰改为分区派单',
        doneAt: ridersAdded(now),
      },
    ],
  };
}

/**
 * Sets the stage in an empty installation: three watches, the crises one of them had, what two did about complaints,
 * what one is held to, the story's feeds, three recorded ones, and a signed webhook that rings the replay server's
 * inbox.
 * @returns the watch that surveys are of
 */
export async function setStage(
  db: Db,
  inbox: { url: string; secret: string },
  now: Instant,
): Promise<{ readonly grocer: number | null }> {
  let grocer: number | null = null;
  for (const watch of WATCHES) {
    const { id } = await createWatch(db, watch, now);
    for (const fix of fixesOf(now)[watch.name] ?? [])
      await createFix(db, { watchId: id, ...fix }, { by: '演示', now });
    for (const standard of watch.name === HEATING ? heatingStandards(id, now) : [])
      await createStandard(db, standard, { by: '演示', now: now - 30 * DAY });
    if (watch.name !== GROCER) continue;
    grocer = id;
    for (const { name, from, to } of grocerCrises(now)) {
      await labelCrisis(db, { watchId: id, name, from, to }, { by: '演示', now });
    }
  }
  for (const [key, { name, platform, voice }] of Object.entries(CHANNELS)) {
    const params = { url: `${DEMO_ORIGIN}/feeds/${key}.json`, platform, voice };
    await createFeed(db, { name, source: 'rss', params, every: 3, active: true }, now);
  }
  const hotList = { url: `${DEMO_ORIGIN}/hot.json`, platform: '演示热榜', voice: 'hot_list' };
  await createFeed(db, { name: '演示·热榜', source: 'rss', params: hotList, every: 3, active: true }, now);
  const recorded = [
    { name: '百度热搜榜（2026-03-16 录制）', source: 'baidu-hot', params: { tab: 'realtime' } },
    { name: 'V2EX 热门（2026-08-23 录制）', source: 'v2ex', params: {} },
    {
      name: '中新网即时新闻（2026-04-19 录制）',
      source: 'rss',
      params: { url: 'https://www.chinanews.com.cn/rss/scroll-news.xml', platform: '中新网' },
    },
  ];
  for (const feed of recorded) await createFeed(db, { ...feed, every: 60, active: true }, now);
  const { id: channelId } = await createChannel(
    db,
    { kind: 'webhook', name: '演示值班群', settings: inbox, minLevel: 'IV', active: true },
    now,
  );
  const [, food] = grocerCrises(now);
  if (grocer !== null && food) {
    await tellFoodAlert(db, { watchId: grocer, channelId, began: food.from });
  }
  return { grocer };
}
