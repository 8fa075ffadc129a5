import { z } from 'zod';
import { MAX_PUSH_ITEMS, type PushAnswer } from '../../core/import/push.ts';
import { ANSWERS, answerOf, count } from './answer.ts';

const text = z.string().optional();
const number = z.number().optional();

/** One post as it is documented; whatever else an item holds is left aside. */
const pushed = z.looseObject({
  text: text.describe('Text or title is needed'),
  title: text,
  externalId: z.union([z.string(), z.number()]).optional().describe('Without it the url is the id'),
  platform: text,
  url: text,
  author: text.describe('Kept as a pseudonym'),
  region: text,
  publishedAt: z.union([z.string(), z.number()]).optional().describe('Without a zone it is China time'),
  rating: number,
  metrics: z.looseObject({ likes: number, comments: number, reposts: number, views: number }).optional(),
});
export const pushBody = z.object({ posts: z.array(pushed).min(1).max(MAX_PUSH_ITEMS) });
ANSWERS.add(pushBody, { id: 'PushBody' });

export const pushAnswer = answerOf<PushAnswer>()(
  'PushAnswer',
  z.object({
    received: count,
    stored: count,
    known: count,
    updated: count,
    refused: count,
    results: z.array(
      z.object({
        index: count,
        status: z.enum(['stored', 'known', 'updated', 'refused']),
        code: text,
        message: text,
      }),
    ),
    files: z.array(z.object({ id: count, name: z.string(), state: z.string() })).optional(),
    error: z
      .object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.never()) })
      .optional()
      .describe('Where not one item could be used'),
  }),
);
