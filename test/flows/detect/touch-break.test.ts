import { expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { sentence, unusual } from '../../../server/core/message/alert-words.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { readSeriesOf } from '../../../server/db/series/series.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import cusum from '../../../server/detectors/cusum.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import negativeShare from '../../../server/detectors/negative-share.ts';
import touchpoint from '../../../server/detectors/touchpoint.ts';
import priceBilling from '../../../server/playbooks/price-billing.ts';
import serviceOutage from '../../../server/playbooks/service-outage.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { listen, scansOf } from '../../support/query-plans.ts';
import { makeStage, type Stage } from '../alert/alert-stage.ts';

/** Since then people complain of refunds, and of nothing else. */
const BROKE = NOW - 12 * HOUR;
const STEP = HOUR / 4;

const OTHER = '暖气不热,等了一上午也没有人来看';
const REFUND = '暖气的退款还没有到';
const PRAISE = '暖气来了,满意';

/** Four posts an hour, half of them complaints: of refunds one in 25; since a moment all of them. */
function talk(from: Instant, to: Instant, parts: Partial<SourcePost> = {}): SourcePost[] {
  return Array.from({ length: (to - from) / STEP }, (_, n) => {
    const at = from + n * STEP;
    const i = (at - NOW) / STEP + 28 * 96;
    const usual = i % 25 === 0 ? REFUND : i % 2 === 0 ? OTHER : PRAISE;
    const text = at < BROKE ? usual : i % 2 === 0 ? REFUND : PRAISE;
    const angry = text === REFUND ? parts : {};
    const own = { publishedAt: at, observedAt: to, platform: 'news' };
    return makePost({ text: `${text}(${i})`, author: `住户${i}`, ...own, ...angry });
  });
}

async function makeWatched(parts: Parameters<typeof makeStage>[0] = {}): Promise<Stage> {
  const detectors = [nbTail, cusum, negativeShare, touchpoint];
  const stage = await makeStage({ detectors, playbooks: [serviceOutage, priceBilling], ...parts });
  stage.at = BROKE;
  await stage.store(talk(NOW - 28 * DAY, BROKE));
  await stage.look();
  return stage;
}

async function look(stage: Stage, at: Instant) {
  stage.at = at;
  const { held } = await stage.look();
  const [alert] = await listOpenAlerts(stage.db);
  return { held, alert };
}

test('a touchpoint that breaks amid as many posts and complaints as ever is told by itself', async () => {
  const stage = await makeWatched({ memory: createSeriesMemory() });
  let hours = 0;
  let alert = (await look(stage, BROKE)).alert;
  expect(alert).toBeUndefined();
  while (alert === undefined && hours < 12) {
    const at = BROKE + hours * HOUR;
    stage.at = at + HOUR;
    await stage.store(talk(at, at + HOUR));
    hours += 1;
    // Some minutes after the hour: its posts have been heard, others of the next are not there yet.
    alert = (await look(stage, at + HOUR + MINUTE)).alert;
  }
  if (alert === undefined) throw new Error('no alert');
  expect(hours).toBeGreaterThan(4);
  expect(alert.findings).toMatchObject([{ detector: 'touchpoint', key: 'touch.billing' }]);
  expect(alert).toMatchObject({ level: 'IV', playbooks: [priceBilling.id] });
  expect(alert.risk.overrides).toContain('touch-break');
  expect(sentence(alert, '供热')).toMatch(
    /^供热：计费：近 .+抱怨占 \d\d\.\d%（95% 区间 .+，\d+ 个账号），平时约 [3-9]\.\d%。$/,
  );
  expect(alert.findings.map(unusual)[0]).toContain('与自身 28 天历史相比');
  const shown = await stage.db
    .selectFrom('post')
    .select('text')
    .where('id', 'in', [...alert.examples])
    .execute();
  expect(shown.length).toBe(5);
  for (const { text } of shown) expect(text).toContain(REFUND);
  // With what was kept, and without, the same is read.
  const [fresh] = await readSeriesOf(stage.db, [stage.watch], stage.at, null);
  const again = await readSeriesOf(stage.db, [stage.watch], stage.at, stage.deps.memory ?? null);
  expect(again[0]?.touches).toEqual(fresh?.touches);
  expect(fresh?.touches).toMatchObject([{ fact: 'touch.billing' }]);
});

test('one who writes of it all day breaks nothing', async () => {
  const stage = await makeWatched();
  stage.at = NOW;
  await stage.store(talk(BROKE, NOW, { author: '一个人' }));
  expect((await look(stage, NOW)).alert).toBeUndefined();
});

test('what a new feed complains of is held until it is known', async () => {
  const stage = await makeWatched();
  const feed = await makeFeed(stage.db, { name: '投诉平台' }, BROKE);
  const posts = talk(BROKE, NOW);
  const [angry, calm] = [
    posts.filter(({ text }) => text.includes(REFUND)),
    posts.filter(({ text }) => !text.includes(REFUND)),
  ];
  stage.at = NOW;
  await stage.store(calm);
  await stage.store(angry, feed.id);
  const { held, alert } = await look(stage, NOW);
  expect(alert).toBeUndefined();
  expect(held).toMatchObject([{ reason: 'more-heard', finding: { key: 'touch.billing' } }]);
});

test('a look reads no table from end to end, and nothing more of a watch that complains as ever', async () => {
  const stage = await makeWatched();
  const quiet = listen(stage.db);
  await readSeriesOf(quiet.heard, [stage.watch], BROKE, null);
  stage.at = NOW;
  await stage.store(talk(BROKE, NOW));
  const broken = listen(stage.db);
  const [series] = await readSeriesOf(broken.heard, [stage.watch], NOW, null);
  expect(series?.touches).toHaveLength(1);
  expect(await scansOf(stage.db, broken.asked)).toEqual([]);
  const about = (asked: typeof quiet.asked) => asked.filter(({ sql }) => sql.includes('facet_bucket'));
  expect(about(quiet.asked)).toHaveLength(0);
  expect(about(broken.asked)).toHaveLength(2);
});
