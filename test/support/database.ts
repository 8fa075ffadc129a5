import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import type { Engine } from '../../server/db/engine.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { openDatabase } from '../../server/db/open.ts';
import { askServer, TEMPLATE, urlOf } from './postgres.ts';

/** A folder of the test's own, gone when the test is. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tingchao-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The engine that this run of the tests is about: each file of the contract suite is run for both. */
export function engine(): Engine {
  return inject('postgresUrl') === undefined ? 'sqlite' : 'postgres';
}

/**
 * Where a database of the test's own lies, gone when the test ends. It has the newest shape on PostgreSQL, where
 * making that takes longer than copying it, and whoever opens it brings it there: `makeDatabase` does.
 * @param empty nothing is in it on either engine
 */
export async function makePlace({ empty = false } = {}): Promise<string> {
  const server = inject('postgresUrl');
  if (server === undefined) return join(tempFolder(), 'tingchao.db');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const like = empty ? 'template0' : `${TEMPLATE} strategy file_copy`;
  await askServer(server, `create database ${name} template ${like}`);
  onTestFinished(() => askServer(server, `drop database if exists ${name} with (force)`));
  return urlOf(server, name);
}

/** A real database with the newest shape, closed and removed when the test ends. */
export async function makeDatabase(place?: string): Promise<Db> {
  const db = openDatabase(place ?? (await makePlace()));
  onTestFinished(() => db.destroy());
  // On PostgreSQL a new one is a copy of one that was brought there once.
  if (place !== undefined || engine() === 'sqlite') await migrateToLatest(db);
  return db;
}
