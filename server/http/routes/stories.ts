import { Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../../core/errors.ts';
import type { StoryList, StoryPostPage, StoryScreen } from '../../core/screens/screens.ts';
import { STAGES } from '../../core/story/story.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { readStories, STORY_SORTS, type StoryQuery } from '../../db/views/story/stories.ts';
import { readStoryScreen } from '../../db/views/story/story.ts';
import { readStoryPosts } from '../../db/views/story/story-posts.ts';
import {
  type Edited,
  mergeStories,
  movePosts,
  renameStory,
  splitStory,
} from '../../flows/story/edit-story.ts';
import { undoStoryEdit } from '../../flows/story/undo-story-edit.ts';
import { storyList, storyPosts } from '../answers/stories.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { evidenceFile, evidenceOfStory, XLSX } from '../evidence.ts';
import { readSpan } from '../range.ts';
import { cutWatches, watchesSeen } from '../reader.ts';
import { by, idNumber, idParam, rangeQuery, validate } from '../validate.ts';
import { nameOf } from '../who.ts';

const small = z
  .string()
  .regex(/^\d{1,6}$/, 'must be a whole number')
  .transform(Number);
const listQuery = rangeQuery.extend({
  stage: z.enum(STAGES).optional(),
  sort: z.enum(STORY_SORTS).optional(),
  q: z.string().max(200).optional(),
  page: small.optional(),
  limit: small.optional(),
});
const postsQuery = z.object({ cursor: z.string().max(200).optional(), limit: small.optional() });
const mergeBody = z.object({ by, other: idNumber });
const posts = z.array(idNumber).min(1, 'choose at least one post').max(5_000);
const splitBody = z.object({ by, posts });
const moveBody = z.object({ by, posts, into: idNumber });
/** Null or nothing but blanks: the machine's own title again. */
const renameBody = z.object({
  by,
  title: z.string().trim().max(80, 'is longer than 80 characters').nullable(),
});
/** `edit`: the change that the person saw. */
const undoBody = z.object({ by, edit: idNumber });

const USUAL_PAGE = 30;
const MAX_PAGE_SIZE = 100;
const sizeOf = (limit: number | undefined) => Math.max(1, Math.min(limit ?? USUAL_PAGE, MAX_PAGE_SIZE));

function queryOf(query: z.output<typeof listQuery>, now: Instant): StoryQuery {
  return {
    watchId: query.watch ?? null,
    ...readSpan(query, now, 7 * DAY),
    sort: query.sort ?? 'growth',
    page: Math.max(1, query.page ?? 1),
    limit: sizeOf(query.limit),
    ...(query.stage ? { stage: query.stage } : {}),
    ...(query.q ? { words: query.q } : {}),
  };
}

async function screenOf(deps: HttpDeps, story: number): Promise<StoryScreen> {
  const screen = await readStoryScreen(deps.read, story);
  if (screen === null) throw notFound('story', story);
  return screen;
}

const LIST = described({
  id: 'listStories',
  tag: 'stories',
  en: 'Stories that were alive in a stretch of time; their figures are those of the whole story',
  zh: '一段时间内活跃的事件，数字是整个事件的',
  limited: 'watch',
  answer: storyList,
});
const ONE = described({
  id: 'getStory',
  tag: 'stories',
  en: 'One story: its spread, its origin, its course',
  zh: '一个事件：传播、源头、走势',
  limited: 'refused',
});
const POSTS = described({
  id: 'listStoryPosts',
  tag: 'stories',
  en: 'Posts of a story, newest first, a page at a time',
  zh: '事件里的内容，新的在前，分页',
  limited: 'refused',
  answer: storyPosts,
  faults: ['bad_page'],
});

const EVIDENCE = described({
  id: 'exportStoryEvidence',
  tag: 'stories',
  en: 'Posts of a story as a sealed list of evidence, oldest first, XLSX; at most the newest 5,000',
  zh: '事件里的内容，带校验值的证据清单，旧的在前，XLSX；最多取最近 5,000 条',
  limited: 'refused',
  answer: XLSX,
});

const readRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/stories', LIST, validate('query', listQuery), async (c) => {
      const shareNames = watchesSeen(c) === null;
      const query = { ...queryOf(c.req.valid('query'), deps.now()), shareNames };
      const list: StoryList = await readStories(deps.read, query);
      return c.json({ ...list, rows: list.rows.map((row) => cutWatches(c, row)) });
    })
    .get('/stories/:id', ONE, validate('param', idParam), async (c) =>
      c.json(await screenOf(deps, c.req.valid('param').id)),
    )
    .get('/stories/:id/evidence', EVIDENCE, validate('param', idParam), async (c) => {
      const { row } = await screenOf(deps, c.req.valid('param').id);
      const made = { at: deps.now(), by: nameOf(c.get('who')) };
      return evidenceFile(c, await evidenceOfStory(deps.read, row, made));
    })
    .get(
      '/stories/:id/posts',
      POSTS,
      validate('param', idParam),
      validate('query', postsQuery),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        const query = { story: c.req.valid('param').id, cursor, limit: sizeOf(limit) };
        const page: StoryPostPage = await readStoryPosts(deps.read, query);
        return c.json(page);
      },
    );

const editRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  /** Other open pages hear of it, and the worker, whose grouper has to keep to it. */
  const told = async ({ story }: Edited): Promise<StoryScreen> => {
    await deps.queue.add('group-stories', { watchId: null }, { key: 'group-stories:edit' });
    deps.bus.publish({ kind: 'stories', at: deps.now() });
    return screenOf(deps, story);
  };
  return new Hono()
    .post('/stories/:id/merge', validate('param', idParam), validate('json', mergeBody), async (c) =>
      c.json(
        await told(await mergeStories(flow, { story: c.req.valid('param').id, ...c.req.valid('json') })),
      ),
    )
    .post('/stories/:id/split', validate('param', idParam), validate('json', splitBody), async (c) =>
      c.json(await told(await splitStory(flow, { story: c.req.valid('param').id, ...c.req.valid('json') }))),
    )
    .post('/stories/:id/move', validate('param', idParam), validate('json', moveBody), async (c) =>
      c.json(await told(await movePosts(flow, { story: c.req.valid('param').id, ...c.req.valid('json') }))),
    )
    .post('/stories/:id/rename', validate('param', idParam), validate('json', renameBody), async (c) => {
      const { by: who, title } = c.req.valid('json');
      const input = { story: c.req.valid('param').id, by: who, title: title || null };
      return c.json(await told(await renameStory(flow, input)));
    })
    .post('/stories/:id/undo', validate('param', idParam), validate('json', undoBody), async (c) =>
      c.json(
        await told(await undoStoryEdit(flow, { story: c.req.valid('param').id, ...c.req.valid('json') })),
      ),
    );
};

/** Stories: what people talk about, how it spread, and what people make of the grouping. */
export const storyRoutes = (deps: HttpDeps) =>
  new Hono().route('/', readRoutes(deps)).route('/', editRoutes(deps));
