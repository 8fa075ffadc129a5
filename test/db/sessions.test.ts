import { expect, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import { addSession, endSessions, findSession, markSeen } from '../../server/db/installation/sessions.ts';
import { prune } from '../../server/flows/upkeep/prune.ts';
import { makeDatabase } from '../support/database.ts';
import { NOW } from '../support/make.ts';

test('a session is found until it is over or ended, and forgotten the night after', async () => {
  const db = await makeDatabase();
  await addSession(db, { hash: 'a', expiresAt: NOW + DAY }, NOW);
  await addSession(db, { hash: 'b', expiresAt: NOW + 3 * DAY }, NOW);
  await markSeen(db, 'b', NOW + 7);
  expect(await findSession(db, ['a'], NOW)).toEqual({ hash: 'a', seenAt: NOW, account: null });
  expect(await findSession(db, ['b'], NOW)).toEqual({ hash: 'b', seenAt: NOW + 7, account: null });
  expect(await findSession(db, ['a'], NOW + DAY)).toBeNull();
  await prune({ db, now: () => NOW + 2 * DAY });
  expect(await db.selectFrom('session').select('hash').execute()).toEqual([{ hash: 'b' }]);
  await endSessions(db, ['b']);
  expect(await findSession(db, ['b'], NOW)).toBeNull();
});
