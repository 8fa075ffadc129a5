import { z } from 'zod';
import type { StoryList, StoryPostPage, StoryRow } from '../../core/screens/stories.ts';
import { STAGES } from '../../core/story/story.ts';
import { answerOf, at, count, id } from './answer.ts';
import { mention } from './mentions.ts';

const storyRow = answerOf<StoryRow>()(
  'StoryRow',
  z.object({
    id,
    title: z.string(),
    named: z.boolean(),
    keywords: z.array(z.string()),
    stage: z.enum(STAGES),
    firstAt: at,
    lastAt: at,
    posts: count,
    originals: count,
    copies: count,
    authors: count,
    negative: count,
    recent: count,
    before: count,
    platforms: z.array(z.string()).describe('In the order of arrival'),
    bars: z.array(z.number()).describe('Its whole life in at most 24 bars'),
    watches: z.array(z.object({ id, name: z.string(), mentions: count, negative: count })),
  }),
);

export const storyList = answerOf<StoryList>()(
  'StoryList',
  z.object({
    rows: z.array(storyRow),
    total: count.nullable().describe('Null when more than are looked through'),
    page: count,
    pages: count,
  }),
);

export const storyPosts = answerOf<StoryPostPage>()(
  'StoryPosts',
  z.object({ rows: z.array(mention.extend({ pinned: z.boolean() })), next: z.string().nullable() }),
);
