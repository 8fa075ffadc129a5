import { expect, test } from 'vitest';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { DAY, HOUR, type Instant } from '../../server/core/time.ts';
import { readService } from '../../server/db/views/service/service-quality.ts';
import { grocerPast } from '../../server/demo/grocer/past.ts';
import { grocerReviews } from '../../server/demo/grocer/reviews.ts';
import { CHANNELS, quietHistory } from '../../server/demo/history.ts';
import { setStage } from '../../server/demo/stage.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { createNearCopies } from '../../server/flows/ingest/near-copies.ts';
import { createStoring } from '../../server/flows/ingest/storing.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps, readerWithMemory } from '../support/ingest.ts';
import { NOW } from '../support/make.ts';

/** All that the demo brings before its story begins, as its feeds bring it, the newest first, and its merchant's console. */
function broughtBy(now: Instant): readonly (readonly SourcePost[])[] {
  const rest = { source: 'rss', precision: 'second', observedAt: now } as const;
  const past = [...quietHistory(now), ...grocerPast(now)].sort((a, b) => b.at - a.at);
  const feeds = Map.groupBy(past, ({ channel }) => channel);
  const told = [...feeds.values()].map((posts) =>
    posts.map(({ id, channel, at, ...post }): SourcePost => {
      const { platform, voice } = CHANNELS[channel];
      return { ...rest, ...post, externalId: id, platform, voice, publishedAt: at };
    }),
  );
  const reviews = grocerReviews(now).map((review) => ({ ...rest, ...review, source: 'import' }));
  return [...told, reviews];
}

/** The same is told whenever it starts. */
const reader = readerWithMemory();

/** As a newcomer sees them who starts the demo at that moment. */
async function fixesAt(now: Instant) {
  const db = await makeDatabase();
  await setStage(db, { url: 'http://127.0.0.1:9/inbox', secret: 'of nobody' }, now);
  const storing = createStoring(
    db,
    createNearCopies(() => now),
  );
  const deps = ingestDeps(db, { reader, now: () => now, storing });
  for (const posts of broughtBy(now)) await ingest(deps, { posts, origin: 'demo', backlog: true });
  const { fixes } = await readService(db, { watchId: null, from: now - DAY, to: now, now });
  await db.destroy();
  return new Map(fixes.map(({ title, proof }) => [title.slice(0, 4), proof]));
}

/** Hours after the test's own now. */
test.each([0, 9, 65, 176])(
  'started %i hours on, one fix is proven by what is said since, and one came after an unusual week',
  async (hours) => {
    const fixes = await fixesAt(NOW + hours * HOUR);
    expect([...fixes].map(([title, { verdict, doubt }]) => [title, verdict, doubt])).toEqual([
      ['供热热线', 'unclear', null],
      ['增派 4', 'better', null],
      ['客服热线', 'unclear', 'unusual'],
    ]);
    const riders = fixes.get('增派 4');
    expect(riders).toMatchObject({ weeks: 3, silent: [] });
    // Not by a hair: another hour of starting it must not turn it over.
    expect(riders?.difference?.hi).toBeLessThan(-0.02);
    expect(riders?.usual?.difference?.hi).toBeLessThan(-0.01);
  },
  120_000,
);
