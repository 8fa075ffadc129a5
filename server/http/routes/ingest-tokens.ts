import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { hashToken } from '../../core/import/push.ts';
import type { IngestToken } from '../../core/screens/import.ts';
import { addToken, listTokens, revokeToken } from '../../db/import/ingest-tokens.ts';
import type { HttpDeps } from '../deps.ts';
import { idParam, validate } from '../validate.ts';

const tokenBody = z.object({ name: z.string().trim().min(1, 'must not be empty').max(60) });

/** Tokens for pushing: each is shown once, when it is made. */
export const ingestTokenRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/ingest-tokens', async (c) => {
      const tokens: readonly IngestToken[] = await listTokens(deps.read);
      return c.json(tokens);
    })
    .post('/ingest-tokens', validate('json', tokenBody), async (c) => {
      const { name } = c.req.valid('json');
      const token = `tci_${randomBytes(24).toString('base64url')}`;
      const made = { name, hash: hashToken(token), hint: token.slice(-4) };
      const row = await addToken(deps.write, made, deps.now());
      if (row === null) throw new AppError('conflict', `there is a token named ${name}`, { field: 'name' });
      return c.json({ token, row }, 201);
    })
    .delete('/ingest-tokens/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      if (!(await revokeToken(deps.write, id, deps.now()))) {
        throw new AppError('not_found', `there is no token ${id} in use`);
      }
      return c.body(null, 204);
    });
