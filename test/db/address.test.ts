import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../server/db/engine/open.ts';
import { engine, makePlace } from '../support/database.ts';

test.runIf(engine() === 'postgres')(
  'an address does not hide who we are, nor take our bounds away',
  async () => {
    const address = new URL(await makePlace());
    address.searchParams.set('application_name', 'desk');
    address.searchParams.set('options', '-c lock_timeout=0 -c statement_timeout=12345');
    const db = openDatabase(address.href, { connections: 1 });
    onTestFinished(() => db.destroy());
    const of = async (name: string) =>
      (await sql<{ v: string }>`select current_setting(${name}) as v`.execute(db)).rows[0]?.v;
    expect(await of('application_name')).toBe('tingchao');
    expect(await of('lock_timeout')).toBe('1min');
    expect(await of('statement_timeout')).toBe('12345ms');
  },
);
