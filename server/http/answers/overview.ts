import { z } from 'zod';
import type { Overview } from '../../core/screens/screens.ts';
import type { RangedStory } from '../../core/story/story-mark.ts';
import { alertRow } from './alerts.ts';
import { answerOf, at, count, id, level, open, share } from './answer.ts';
import { mention, platformCounts, storyMark, volumePoint } from './mentions.ts';

const rangedStory = answerOf<RangedStory>()(
  'RangedStory',
  storyMark.extend({ inRange: count, negativeInRange: count, copiesInRange: count }),
);

export const held = z
  .object({ 'false-discovery': count, 'arriving-past': count, 'more-heard': count, 'weekly-habit': count })
  .describe('Findings that nobody is told, by why');

const trust = z.object({
  lagP50: z.number().nullable(),
  lagP95: z.number().nullable(),
  alive: count,
  total: count,
  troubled: z.array(
    z.object({
      id,
      name: z.string(),
      detail: z.string(),
      health: z.enum(['ok', 'quiet', 'suspect', 'walled', 'failing', 'paused', 'new']),
    }),
  ),
  lastCheckAt: at.nullable(),
  troubles: z.array(open).describe('What goes on that keeps alerts from being found or told'),
  blind: open.describe('Why no alert says nothing at all; null where something can be seen'),
});

export const overviewAnswer = answerOf<Overview>()(
  'Overview',
  z.object({
    now: at,
    from: at,
    to: at,
    unit: z.enum(['hour', 'day']),
    watchId: id.nullable(),
    watches: z.array(z.object({ id, name: z.string(), level: level.nullable() })),
    alerts: z.array(alertRow).describe('Open ones, gravest first'),
    origin: z.object({ platform: z.string(), at }).nullable(),
    volume: z.array(volumePoint),
    marks: z.array(z.object({ at, level, alertId: id })),
    share: share.extend({
      negative: count,
      total: count,
      originals: count,
      before: z.object({ p: z.number().nullable(), n: count }),
      points: z.array(share.extend({ at, n: count })),
    }),
    dateOnly: count.describe('Posts of today without a time of day: counted at midnight, at most 1000'),
    held,
    risk: z.array(
      z.object({
        watchId: id,
        name: z.string(),
        at,
        risk: z.looseObject({ index: z.number().describe('0 to 100'), level: level.nullable() }),
      }),
    ),
    topics: z.array(mention),
    stories: z.array(rangedStory),
    facets: z.array(z.object({ facet: z.string(), count, negative: count, before: count })),
    platforms: platformCounts,
    trust: trust.describe('What the figures rest on'),
    setup: z.object({
      watches: z.boolean(),
      feeds: z.boolean(),
      channels: z.boolean(),
      duty: z.boolean(),
      tested: z.boolean(),
    }),
    stream: z.array(mention).describe('The newest mentions'),
  }),
);
