import { Hono } from 'hono';
import { z } from 'zod';
import { tidyName } from '../../core/access/account-name.ts';
import { ROLES } from '../../core/access/role.ts';
import { AppError } from '../../core/errors.ts';
import type { AccountRow } from '../../core/screens/access.ts';
import { findAccount, hasAccounts, listAccounts } from '../../db/access/accounts.ts';
import {
  addAccount,
  changeRole,
  choosePassword,
  logOutEverywhere,
  removeAccount,
  resetPassword,
  switchAccount,
} from '../../flows/access/edit-accounts.ts';
import { isPassword } from '../../flows/access/password-hash.ts';
import { announceSettings } from '../announce.ts';
import { createAttempts } from '../attempts.ts';
import type { HttpDeps } from '../deps.ts';
import { enterAs } from '../login-actions.ts';
import { idParam, validate } from '../validate.ts';

const role = z.enum(ROLES);
const password = z.string().max(1_000);
const accountBody = z.object({
  name: z.string().max(200),
  role,
  /** Of the first account only, which whoever makes it goes on with. Of others it is made here. */
  password: password.optional(),
});
const roleBody = z.object({ role });
const activeBody = z.object({ active: z.boolean() });
const ownPasswordBody = z.object({ current: password, next: password });

const flowOf = (deps: HttpDeps) => ({
  db: deps.write,
  now: deps.now,
  hasToken: deps.access.token !== null,
});

const makingRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/accounts', async (c) => {
      const rows: readonly AccountRow[] = await listAccounts(deps.read, deps.now());
      return c.json(rows);
    })
    .post('/accounts', validate('json', accountBody), async (c) => {
      const { password: chosen, ...draft } = c.req.valid('json');
      const first = !(await hasAccounts(deps.write));
      const own = first ? (chosen ?? null) : null;
      if (own !== null) c.set('author', { who: tidyName(draft.name), role: draft.role });
      const made = await addAccount(flowOf(deps), { ...draft, password: own });
      // From now on this page is closed to whoever has no account.
      if (own !== null) c.set('who', await enterAs(c, deps, { id: made.id, proven: null }));
      return c.json({ id: made.id, password: made.password }, 201);
    });

const editRoutes = (deps: HttpDeps) =>
  new Hono()
    .put('/accounts/:id/role', validate('param', idParam), validate('json', roleBody), async (c) => {
      await changeRole(flowOf(deps), c.req.valid('param').id, c.req.valid('json').role);
      return c.json({ ok: true });
    })
    .post('/accounts/:id/active', validate('param', idParam), validate('json', activeBody), async (c) => {
      await switchAccount(flowOf(deps), c.req.valid('param').id, c.req.valid('json').active);
      announceSettings(deps, 'channels');
      return c.json({ ok: true });
    })
    .post('/accounts/:id/password', validate('param', idParam), async (c) =>
      c.json({ password: await resetPassword(flowOf(deps), c.req.valid('param').id) }),
    )
    .post('/accounts/:id/sessions/end', validate('param', idParam), async (c) =>
      c.json({ ended: await logOutEverywhere(flowOf(deps), c.req.valid('param').id) }),
    )
    .delete('/accounts/:id', validate('param', idParam), async (c) => {
      await removeAccount(flowOf(deps), c.req.valid('param').id);
      announceSettings(deps, 'channels');
      return c.body(null, 204);
    });

const ownRoutes = (deps: HttpDeps) => {
  const attempts = createAttempts(deps.now);
  return new Hono().post('/account/password', validate('json', ownPasswordBody), async (c) => {
    const who = c.get('who');
    if (who?.kind !== 'account') throw new AppError('not_found', 'you are not logged in with an account');
    const { id } = who.account;
    const { current, next: chosen } = c.req.valid('json');
    // Whoever finds an open browser has no more tries than anybody else.
    const right = attempts.begin({ address: '', name: String(id), known: true });
    const account = await findAccount(deps.read, { id });
    const asking = { lane: 'known', signal: c.req.raw.signal } as const;
    if (account === null || !(await isPassword(current, account.passwordHash, asking)))
      throw new AppError('bad_request', 'that is not the password so far', { field: 'current' });
    right();
    if (current.normalize('NFKC') === chosen.normalize('NFKC'))
      throw new AppError('bad_request', 'the password is the one so far', {
        field: 'password',
        password: 'same',
      });
    await choosePassword(flowOf(deps), { id, chosen, session: who.session, proven: account.passwordHash });
    return c.json({ ok: true });
  });
};

/** Who may get in, and as what. */
export const accountRoutes = (deps: HttpDeps) =>
  new Hono().route('/', makingRoutes(deps)).route('/', editRoutes(deps)).route('/', ownRoutes(deps));
