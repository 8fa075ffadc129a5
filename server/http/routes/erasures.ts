import { Hono } from 'hono';
import { z } from 'zod';
import { ERASURE_SCOPES, type ErasureList } from '../../core/mention/erasure.ts';
import { listErasures } from '../../db/post/erasures.ts';
import { listStanding } from '../../db/report/quoting.ts';
import { askErasure } from '../../flows/upkeep/erase-posts.ts';
import type { HttpDeps } from '../deps.ts';
import { by, idParam, note, validate } from '../validate.ts';

const PAGE = 50;

const askBody = z.object({ by, scope: z.enum(ERASURE_SCOPES), note: note.default('') });
const listQuery = z.object({
  before: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .optional(),
});

/** A page of what was asked for. Whose it is, and by what it is found, stays here. */
async function readPage({ read }: HttpDeps, before: number | undefined): Promise<ErasureList> {
  const found = await listErasures(read, PAGE + 1, before);
  const shown = found.slice(0, PAGE);
  const standing = await listStanding(
    read,
    shown.flatMap(({ reports }) => reports),
  );
  const rows = shown.map(({ id, askedAt, askedBy, scope, note, posts, reports, endedAt }) => ({
    id,
    askedAt,
    askedBy,
    scope,
    note,
    posts,
    endedAt,
    reports: reports.filter((report) => standing.has(report)),
  }));
  return { rows, next: found.length > PAGE ? String(shown.at(-1)?.id) : null };
}

/** What is deleted because somebody asked for it. */
export const erasureRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/erasures', validate('query', listQuery), async (c) => {
      const { before } = c.req.valid('query');
      return c.json(await readPage(deps, before === undefined ? undefined : Number(before)));
    })
    .post('/mentions/:id/erase', validate('param', idParam), validate('json', askBody), async (c) => {
      const { id: postId } = c.req.valid('param');
      const flow = { db: deps.write, queue: deps.queue, now: deps.now };
      const id = await askErasure(flow, { postId, ...c.req.valid('json') });
      return c.json({ id }, 202);
    });
