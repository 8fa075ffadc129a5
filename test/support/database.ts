import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import type { Engine } from '../../server/db/engine/engine.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { askServer, TEMPLATE, urlOf } from './postgres.ts';
import { borrowDatabase } from './used-again.ts';

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

/** Places of running tests that have the newest shape. */
const ready = new Set<string>();

let newest: Promise<Buffer> | undefined;

/** A SQLite database with the newest shape. To make it takes twenty times as long as to copy it. */
async function makeNewest(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'tingchao-newest-'));
  try {
    const file = join(folder, 'tingchao.db');
    const db = openDatabase(file);
    await migrateToLatest(db);
    await db.destroy();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Where a database of the test's own lies, with the newest shape; gone when the test ends.
 * @param empty nothing is in it, or nothing is there at all
 */
export async function makePlace({ empty = false } = {}): Promise<string> {
  const server = inject('postgresUrl');
  if (server === undefined) {
    const file = join(tempFolder(), 'tingchao.db');
    newest ??= makeNewest();
    if (!empty) writeFileSync(file, await newest);
    return empty ? file : markReady(file);
  }
  const name = `test_${randomBytes(8).toString('hex')}`;
  const like = empty ? 'template0' : `${TEMPLATE} strategy file_copy`;
  await askServer(server, `create database ${name} template ${like}`);
  onTestFinished(() => askServer(server, `drop database if exists ${name} with (force)`));
  return empty ? urlOf(server, name) : markReady(urlOf(server, name));
}

function markReady(place: string): string {
  ready.add(place);
  onTestFinished(() => void ready.delete(place));
  return place;
}

/**
 * A real database with the newest shape, closed and removed when the test ends.
 * @param place where it lies; absent: a new one
 */
export async function makeDatabase(place?: string): Promise<Db> {
  const server = inject('postgresUrl');
  if (place === undefined && server !== undefined) return borrowDatabase(server);
  const at = place ?? (await makePlace());
  const db = openDatabase(at);
  onTestFinished(() => db.destroy());
  if (!ready.has(at)) await migrateToLatest(db);
  return db;
}
