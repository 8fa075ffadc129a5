import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { addAccount, resetPassword, switchAccount } from '../../server/flows/access/edit-accounts.ts';
import { enter, makeAccount, PASSWORD } from './accounts.ts';
import { faultOf, type Served, serveHttp } from './serve.ts';

const depsOf = ({ db }: Served) => ({ db, now: Date.now, hasToken: false, cost: { N: 16, r: 1, p: 1 } });

/** Somebody who logs in with a password that takes its time to be looked at. */
async function logInSlowly(served: Served) {
  await makeAccount(served, '管', 'admin');
  const slow = { db: served.db, now: Date.now, hasToken: false };
  const { id } = await addAccount(slow, { name: '李雷', role: 'member', password: PASSWORD });
  // Others stand before it, so that it is under way for as long as it takes to change anything.
  const others = Array.from({ length: 3 }, (_, n) => enter(served, `某人${n}`, 'a wrong guess'));
  const entering = enter(served, '李雷');
  await setTimeout(300);
  return { id, entering, others };
}

const sessionsOf = ({ db }: Served) => db.selectFrom('session').select('hash').execute();

test.each([
  [
    'its password was changed',
    (served: Served, id: number) => resetPassword(depsOf(served), id, 'another harbour'),
  ],
  ['it was disabled', (served: Served, id: number) => switchAccount(depsOf(served), id, false)],
])('whoever was logging in to an account while %s is not let in', async (_, change) => {
  const served = await serveHttp();
  const { id, entering, others } = await logInSlowly(served);
  await change(served, id);
  const answer = await entering;
  expect([answer.status, faultOf(answer).code]).toEqual([401, 'unauthorised']);
  expect(answer.headers['set-cookie']).toBeUndefined();
  await Promise.all(others);
  expect(await sessionsOf(served)).toEqual([]);
  const refused = await served.db
    .selectFrom('audit')
    .select('who')
    .where('action', '=', 'session.refused')
    .execute();
  expect(refused.filter(({ who }) => who === '李雷')).toHaveLength(1);
});
