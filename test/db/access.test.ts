import { describe, expect, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import { findAccount, hasAccounts, listAccounts } from '../../server/db/access/accounts.ts';
import { addAudit, proveAudit, readAuditPage } from '../../server/db/access/audit.ts';
import type { Db } from '../../server/db/database.ts';
import { addSession, findSession } from '../../server/db/installation/sessions.ts';
import {
  addAccount,
  changeRole,
  choosePassword,
  removeAccount,
  resetPassword,
  switchAccount,
} from '../../server/flows/access/edit-accounts.ts';
import { isPassword } from '../../server/flows/access/password-hash.ts';
import { prune } from '../../server/flows/upkeep/prune.ts';
import { makeDatabase, makePlace } from '../support/database.ts';
import { NOW } from '../support/make.ts';

const depsOf = (db: Db, hasToken = false) => ({
  db,
  now: () => NOW,
  hasToken,
  /** The usual one is made to be slow. */
  cost: { N: 16, r: 1, p: 1 },
});
const GOOD = 'a quiet harbour';

describe('accounts', () => {
  test('the first is an administrator, and a name is had once in all its spellings', async () => {
    const db = await makeDatabase();
    const deps = depsOf(db);
    expect(await hasAccounts(db)).toBe(false);
    const draft = { name: '王敏 A', password: GOOD } as const;
    await expect(addAccount(deps, { ...draft, role: 'member' })).rejects.toMatchObject({
      code: 'bad_request',
    });
    expect((await addAccount(deps, { ...draft, role: 'admin' })).password).toBeNull();
    const again = { ...draft, name: '王敏  ａ', role: 'viewer' } as const;
    await expect(addAccount(deps, again)).rejects.toMatchObject({ code: 'name_taken' });
    const { password, id } = await addAccount(deps, { name: '李雷', role: 'viewer', password: null });
    const stored = await findAccount(db, { id });
    expect(stored).toMatchObject({ role: 'viewer', mustChange: true });
    expect(stored?.passwordHash).not.toContain(password);
    expect(await isPassword(password ?? '', stored?.passwordHash ?? null)).toBe(true);
    expect(await isPassword(`${password}x`, stored?.passwordHash ?? null)).toBe(false);
  });

  test('the last administrator stays, unless a token opens too', async () => {
    const db = await makeDatabase();
    const deps = depsOf(db);
    const { id } = await addAccount(deps, { name: '甲', role: 'admin', password: GOOD });
    const other = await addAccount(deps, { name: '乙', role: 'admin', password: GOOD });
    await switchAccount(deps, other.id, false);
    const refused = { code: 'last_admin' };
    await expect(changeRole(deps, id, 'member')).rejects.toMatchObject(refused);
    await expect(switchAccount(deps, id, false)).rejects.toMatchObject(refused);
    await expect(removeAccount(deps, id)).rejects.toMatchObject(refused);
    await removeAccount(deps, other.id);
    await expect(removeAccount(deps, 999)).rejects.toMatchObject({ code: 'not_found' });
    await changeRole(depsOf(db, true), id, 'viewer');
    await removeAccount(deps, id);
    expect(await hasAccounts(db)).toBe(false);
  });

  test('two who shut out each other at once: one stays', async () => {
    const place = await makePlace();
    const [one, two] = [await makeDatabase(place), await makeDatabase(place)];
    const a = await addAccount(depsOf(one), { name: '甲', role: 'admin', password: GOOD });
    const b = await addAccount(depsOf(one), { name: '乙', role: 'admin', password: GOOD });
    const done = await Promise.allSettled([
      switchAccount(depsOf(one), a.id, false),
      switchAccount(depsOf(two), b.id, false),
    ]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('sessions end with a new password, with being disabled and with the account', async () => {
    const db = await makeDatabase();
    const deps = depsOf(db, true);
    const { id } = await addAccount(deps, { name: '甲', role: 'admin', password: GOOD });
    const open = (hash: string) =>
      addSession(db, { hash, expiresAt: NOW + DAY, accountId: id }, NOW - DAY + Number(hash));
    const living = async (...hashes: string[]) => {
      const found = await Promise.all(hashes.map((hash) => findSession(db, [hash], NOW)));
      return found.map((session) => session !== null);
    };
    for (const hash of ['1', '2', '3']) await open(hash);
    await addSession(db, { hash: 'token', expiresAt: NOW + DAY }, NOW);
    expect(await findSession(db, ['1', 'x'], NOW)).toMatchObject({
      account: { id, name: '甲', role: 'admin' },
    });
    expect(await listAccounts(db, NOW)).toMatchObject([{ name: '甲', sessions: 3, seenAt: NOW - DAY + 3 }]);
    const proven = (await findAccount(db, { id }))?.passwordHash ?? '';
    await choosePassword(deps, { id, chosen: 'another harbour', session: '2', proven });
    expect(await living('1', '2', '3')).toEqual([false, true, false]);
    await resetPassword(deps, id);
    expect(await living('2')).toEqual([false]);
    // Whoever proved the old one meanwhile does not put theirs in the place of the new one.
    await expect(choosePassword(deps, { id, chosen: GOOD, session: '2', proven })).rejects.toMatchObject({
      code: 'bad_request',
      details: { field: 'current' },
    });
    await open('4');
    await switchAccount(deps, id, false);
    await switchAccount(deps, id, true);
    expect(await living('4')).toEqual([false]);
    await open('5');
    await removeAccount(deps, id);
    expect(await living('5', 'token')).toEqual([false, true]);
    expect(await db.selectFrom('session').select('hash').execute()).toEqual([{ hash: 'token' }]);
  });
});

describe('the log of changes', () => {
  const note = (db: Db, who: string, at = NOW, action = 'alert.close') =>
    db
      .transaction()
      .execute((tx) => addAudit(tx, { at, who, role: 'member', action, objectId: '7', detail: '' }));

  test('holds as one chain whoever writes at once, and tells what was changed or taken out', async () => {
    const place = await makePlace();
    const writers = [await makeDatabase(place), await makeDatabase(place), await makeDatabase(place)];
    await Promise.all(writers.flatMap((db) => Array.from({ length: 8 }, (_, n) => note(db, `人${n}`))));
    const [db] = writers as [Db];
    expect(await proveAudit(db)).toEqual({ rows: 24, brokenAt: null });
    const ids = (await db.selectFrom('audit').select('id').orderBy('id').execute()).map(({ id }) => id);
    const [fifth = 0, sixth = 0, ninth = 0, tenth = 0] = [ids[4], ids[5], ids[8], ids[9]];
    await db.deleteFrom('audit').where('id', '=', ninth).execute();
    expect(await proveAudit(db)).toEqual({ rows: 8, brokenAt: tenth });
    await db.updateTable('audit').set({ who: '别人' }).where('id', '=', fifth).execute();
    expect(await proveAudit(db)).toEqual({ rows: 4, brokenAt: fifth });
    expect(sixth).toBeGreaterThan(fifth);
  });

  test('is read page by page, by person and by action', async () => {
    const db = await makeDatabase();
    for (let n = 0; n < 53; n++)
      await note(db, n % 2 ? '甲' : '乙', NOW + n, n === 7 ? 'watch.add' : 'alert.close');
    const first = await readAuditPage(db, {});
    expect([first.rows.length, first.rows[0]?.at]).toEqual([50, NOW + 52]);
    const rest = await readAuditPage(db, { cursor: Number(first.next) });
    expect([rest.rows.map(({ at }) => at - NOW), rest.next]).toEqual([[2, 1, 0], null]);
    expect((await readAuditPage(db, { who: '甲' })).rows).toHaveLength(26);
    expect((await readAuditPage(db, { action: 'watch.add' })).rows).toMatchObject([
      { who: '甲', role: 'member' },
    ]);
    expect((await readAuditPage(db, { who: '乙', action: 'watch.add' })).rows).toEqual([]);
  });

  test('is kept four hundred days, and still holds', async () => {
    const db = await makeDatabase();
    for (const days of [500, 401, 399, 402, 1]) await note(db, `${days}`, NOW - days * DAY);
    await prune({ db, now: () => NOW });
    // A clock that was wrong once leaves no gap.
    expect((await readAuditPage(db, {})).rows.map(({ who }) => who)).toEqual(['1', '402', '399']);
    await note(db, '0');
    expect(await proveAudit(db)).toEqual({ rows: 4, brokenAt: null });
  });
});
