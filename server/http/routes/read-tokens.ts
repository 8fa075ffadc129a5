import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import { AppError, notFound } from '../../core/errors.ts';
import { hashToken } from '../../core/import/push.ts';
import type { ReadToken } from '../../core/screens/read-token.ts';
import { addReadToken, listReadTokens, revokeReadToken } from '../../db/installation/read-tokens.ts';
import { listWatches } from '../../db/watch/watches.ts';
import type { HttpDeps } from '../deps.ts';
import { READ_TOKEN } from '../reader.ts';
import { idNumber, idParam, validate } from '../validate.ts';

const tokenBody = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(60),
  /** Null: all. */
  watchIds: z
    .array(idNumber)
    .min(1, 'must name a watch, or be null for all')
    .max(200)
    .transform((ids) => [...new Set(ids)])
    .nullable()
    .default(null),
});

async function demandWatches(deps: HttpDeps, ids: readonly number[]): Promise<void> {
  const known = new Set((await listWatches(deps.read)).map((watch) => watch.id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw notFound('watch', unknown.join(', '));
}

/** Tokens for reading: each is shown once, when it is made. */
export const readTokenRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/read-tokens', async (c) => {
      const tokens: readonly ReadToken[] = await listReadTokens(deps.read);
      return c.json(tokens);
    })
    .post('/read-tokens', validate('json', tokenBody), async (c) => {
      const { name, watchIds } = c.req.valid('json');
      await demandWatches(deps, watchIds ?? []);
      const token = `${READ_TOKEN}${randomBytes(24).toString('base64url')}`;
      const made = { name, watchIds, hash: hashToken(token, 'read'), hint: token.slice(-4) };
      const row: ReadToken | null = await addReadToken(deps.write, made, deps.now());
      if (row === null)
        throw new AppError('conflict', `there is a read token named ${name}`, { field: 'name' });
      return c.json({ token, row }, 201);
    })
    .delete('/read-tokens/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      if (!(await revokeReadToken(deps.write, id, deps.now()))) {
        throw new AppError('not_found', `there is no read token ${id} in use`);
      }
      return c.body(null, 204);
    });
