import { z } from 'zod';
import { VOICES } from '../../core/mention/post.ts';
import { TARGET_REASONS, TARGETS } from '../../core/reading/target.ts';
import type { MentionDetail, MentionPage, MentionRow, VolumePoint } from '../../core/screens/mentions.ts';
import { STAGES } from '../../core/story/story.ts';
import type { StoryMark } from '../../core/story/story-mark.ts';
import { answerOf, at, count, id, open } from './answer.ts';

const sentiment = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
const metric = z.number().optional();

export const mention = answerOf<MentionRow>()(
  'Mention',
  z.object({
    postId: id,
    watchId: id,
    watchName: z.string(),
    platform: z.string(),
    source: z.string(),
    voice: z.enum(VOICES).describe('Who speaks'),
    title: z.string().nullable(),
    text: z.string().describe('At most 400 characters'),
    truncated: z.boolean(),
    url: z.string().nullable(),
    author: z.string().nullable().describe('A pseudonym'),
    at,
    precision: z.enum(['second', 'minute', 'day', 'none', 'unknown']),
    observedAt: at,
    metrics: z.object({
      likes: metric,
      comments: metric,
      reposts: metric,
      views: metric,
      rank: metric,
      heat: metric,
    }),
    rating: z.number().nullable(),
    region: z.string().nullable(),
    copyOf: id.nullable().describe('The post it repeats'),
    likeness: z.number().nullable(),
    copies: count,
    sentiment: sentiment.describe('As it is read: -1 negative, 0 neutral, 1 positive'),
    confidence: z.number(),
    score: z.number().describe('-1 to 1'),
    counted: sentiment.describe('As it counts for the watch: anger at others counts as neutral'),
    inStatistics: z
      .boolean()
      .describe('False for junk, for what has no place in time, and for what the subject itself says'),
    target: z
      .object({ kind: z.enum(TARGETS), name: z.string().nullable(), reason: z.enum(TARGET_REASONS) })
      .nullable()
      .describe('Whom it is angry at'),
    labelledBy: z.string().nullable(),
    facts: z.array(z.string()).describe('sev.*, touch.*, servqual.*, intent.*'),
    terms: z.array(z.string()),
    evidence: z.array(z.object({ start: count, end: count, weight: z.number() })),
  }),
);

export const mentionPage = answerOf<MentionPage>()(
  'MentionPage',
  z.object({
    rows: z.array(mention),
    next: z.string().nullable().describe('Pass it back as cursor; null at the end'),
    total: count.nullable().describe('Exact up to 10,000; null when more'),
  }),
);

export const storyMark = answerOf<StoryMark>()(
  'StoryMark',
  z.object({
    id,
    title: z.string(),
    stage: z.enum(STAGES),
    posts: count,
    copies: count,
    authors: count,
  }),
);

export const mentionDetail = answerOf<MentionDetail>()(
  'MentionDetail',
  z.object({
    row: mention,
    fullText: z.string(),
    analysis: open.describe('Everything that was read in it; may change'),
    reader: z.string(),
    copiesList: z.array(z.object({ postId: id, platform: z.string(), at, url: z.string().nullable() })),
    story: storyMark.nullable(),
  }),
);

const band = z.number().nullable();
export const volumePoint = answerOf<VolumePoint>()(
  'VolumePoint',
  z
    .object({
      at,
      negative: count,
      neutral: count,
      positive: count,
      copies: count,
      expected: band,
      low: band,
      high: band,
    })
    .describe('Counts of one step; the usual value and its 95 % band are null while no baseline exists'),
);

export const platformCounts = z.array(z.object({ platform: z.string(), count, negative: count }));
