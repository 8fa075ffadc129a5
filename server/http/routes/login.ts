import { Hono } from 'hono';
import { z } from 'zod';
import type { SessionScreen } from '../../core/screens/access.ts';
import { hasAccounts } from '../../db/access/accounts.ts';
import { createAttempts } from '../attempts.ts';
import { createClientAddress } from '../client-address.ts';
import type { HttpDeps } from '../deps.ts';
import { identify } from '../identify.ts';
import { logInByName, logInByToken, logOut } from '../login-actions.ts';
import { validate } from '../validate.ts';
import { nameOf, roleOf } from '../who.ts';

const loginBody = z.union([
  z.object({ token: z.string().max(1_000) }),
  z.object({ name: z.string().max(200), password: z.string().max(1_000) }),
]);

/** The way in and out, where a token is configured or people have accounts; elsewhere both simply say yes. */
export const loginRoutes = (deps: HttpDeps) => {
  const attempts = createAttempts(deps.now);
  const addressOf = createClientAddress(deps.access.proxies);
  return new Hono()
    .get('/login', async (c) => {
      const who = await identify(c, deps);
      const screen: SessionScreen = {
        needsToken: deps.access.token !== null,
        loggedIn: who !== null,
        accounts: await hasAccounts(deps.read),
        role: who && roleOf(who),
        name: who && nameOf(who),
        mustChange: who?.kind === 'account' && who.account.mustChange,
        own: who?.kind === 'account',
      };
      return c.json(screen);
    })
    .post('/login', validate('json', loginBody), async (c) => {
      const given = c.req.valid('json');
      const gate = { attempts, address: addressOf(c) };
      if ('token' in given) await logInByToken(c, deps, given.token, gate);
      else await logInByName(c, deps, given, gate);
      return c.json({ ok: true });
    })
    .post('/logout', async (c) => {
      await logOut(c, deps);
      return c.json({ ok: true });
    });
};
