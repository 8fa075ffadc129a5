import { expect, test } from 'vitest';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { HOUR, type Instant, SECOND } from '../../server/core/time.ts';
import { getAlert } from '../../server/db/alert/alerts.ts';
import { listFeeds } from '../../server/db/feed/feeds.ts';
import { CHANNELS, type Channel, type DemoPost, quietHistory } from '../../server/demo/history.ts';
import { setStage } from '../../server/demo/stage.ts';
import { hotWords, storySoFar } from '../../server/demo/story.ts';
import { HOLDS, StoryClock } from '../../server/demo/story-clock.ts';
import { detect } from '../../server/flows/detect/detect.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { createNearCopies } from '../../server/flows/ingest/near-copies.ts';
import { createStoring } from '../../server/flows/ingest/storing.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps, readerWithMemory } from '../support/ingest.ts';
import { NOW } from '../support/make.ts';

const HOT = '演示·热榜';
/** The same is told whenever it starts. */
const reader = readerWithMemory();
const STEP = 3;
const END = 110;

/** The demo's stage after its quiet past, on a clock of its own: what is told by a second of the story, and what is found. */
async function stageAt(start: Instant) {
  const db = await makeDatabase();
  let at = start;
  const now = () => at;
  await setStage(db, { url: 'http://127.0.0.1:9/inbox', secret: 'of nobody' }, start);
  const feeds = new Map((await listFeeds(db)).map((feed) => [feed.name, feed.id]));
  const storing = createStoring(db, createNearCopies(now));
  const deps = ingestDeps(db, { reader, now, storing });
  const { detectors, playbooks } = await loadPlugins();
  const take = async (name: string, posts: readonly SourcePost[]) => {
    const feedId = feeds.get(name);
    if (feedId === undefined) throw new Error(`the stage has no feed ${name}`);
    if (posts.length > 0) await ingest(deps, { posts, origin: 'test', feedId });
  };
  const takeAll = async (posts: readonly DemoPost[]) => {
    for (const channel of Object.keys(CHANNELS) as Channel[]) {
      const own = posts.filter((post) => post.channel === channel);
      await take(
        CHANNELS[channel].name,
        own.map((post) => asRead(post, at)),
      );
    }
  };
  await takeAll(quietHistory(start));
  const clock = new StoryClock(start, 1);
  // Nothing holds it up: what is told by each second is the same as where it waits.
  for (const { level } of HOLDS) clock.reached(level, start);
  return {
    db,
    /** Reads on to a second of the story, and looks once. */
    async lookAt(s: number) {
      at = start + s * SECOND;
      await takeAll(storySoFar(clock, at));
      await take(
        HOT,
        hotWords(clock, at).map((word, i) => asHot(word, i + 1, at)),
      );
      return (await detect({ db, detectors, playbooks, now }, { watchIds: [1] })).changes;
    },
  };
}

function asRead({ id, channel, at, author, title, text }: DemoPost, observedAt: Instant): SourcePost {
  const { platform, voice } = CHANNELS[channel];
  const own = { source: 'rss', platform, voice, externalId: id, author, text, ...(title && { title }) };
  return { ...own, publishedAt: at, precision: 'second', observedAt };
}

function asHot(title: string, rank: number, observedAt: Instant): SourcePost {
  const own = { source: 'rss', platform: '演示热榜', voice: 'hot_list', externalId: `hot-${title}` } as const;
  return { ...own, title, text: '', precision: 'none', observedAt, metrics: { rank } };
}

/** At one in the afternoon the least is usually complained of: what comes then rises fastest. */
test.each([0, 5, 11, 17, 22])(
  'whatever the hour it is started at (%i), it climbs one level at a time',
  async (hour) => {
    const stage = await stageAt(NOW + hour * HOUR);
    const climbed: { readonly s: number; readonly level: string }[] = [];
    for (let s = STEP; s <= END; s += STEP) {
      for (const { alertId, level } of await stage.lookAt(s)) {
        const { playbooks } = (await getAlert(stage.db, alertId)) ?? {};
        expect(playbooks, `${level} at ${s}`).not.toEqual([]);
        if (climbed.at(-1)?.level !== level) climbed.push({ s, level });
      }
    }
    expect(climbed.map(({ level }) => level)).toEqual(['IV', 'III', 'II', 'I']);
    // What is told before it waits for a level reaches that level, and not the next.
    for (const [i, hold] of HOLDS.entries()) {
      expect(climbed[i]).toMatchObject({ level: hold.level });
      expect(climbed[i]?.s, hold.level).toBeLessThanOrEqual(hold.s);
      expect(climbed[i + 1]?.s, hold.level).toBeGreaterThan(hold.s);
    }
  },
);
