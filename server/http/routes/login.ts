import { Hono } from 'hono';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { createAttempts, isLoggedIn, logIn, logOut } from '../login.ts';
import { validate } from '../validate.ts';

const loginBody = z.object({ token: z.string().max(1_000) });

/** The way in and out, where a token is configured; elsewhere both simply say yes. */
export const loginRoutes = (deps: HttpDeps) => {
  const attempts = createAttempts(deps.now);
  return new Hono()
    .get('/login', async (c) =>
      c.json({ needsToken: deps.access.token !== null, loggedIn: await isLoggedIn(c, deps) }),
    )
    .post('/login', validate('json', loginBody), async (c) => {
      await logIn(c, deps, c.req.valid('json').token, attempts);
      return c.json({ ok: true });
    })
    .post('/logout', async (c) => {
      await logOut(c, deps);
      return c.json({ ok: true });
    });
};
