import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject, onTestFinished } from 'vitest';
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
function makeNewest(): Promise<Buffer> {
  return readFilled(async (db) => {
    await migrateToLatest(db);
  });
}

/** What the file of a database holds that was filled and closed. */
async function readFilled(fill: (db: Db) => Promise<void>, beginning?: Buffer): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'tingchao-filled-'));
  try {
    const file = join(folder, 'tingchao.db');
    if (beginning !== undefined) writeFileSync(file, beginning);
    await fillPlace(file, fill);
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
  return empty ? copyOnServer(server, 'template0') : markReady(await copyOnServer(server, TEMPLATE));
}

/** A copy of a database of the server, gone when the test ends. */
async function copyOnServer(server: string, like: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const how = like === 'template0' ? '' : 'strategy file_copy';
  await askServer(server, `create database ${name} template ${like} ${how}`);
  onTestFinished(() => askServer(server, `drop database if exists ${name} with (force)`));
  return urlOf(server, name);
}

/**
 * Places that begin with the same rows. They are stored once for the file that calls this, and copied for each of its
 * tests: for rows that take longer to store than a database takes to copy.
 */
export function filledPlaces(fill: (db: Db) => Promise<void>): () => Promise<string> {
  const server = inject('postgresUrl');
  const copy = server === undefined ? copiesOfFile(fill) : copiesOnServer(server, fill);
  return async () => markReady(await copy());
}

function copiesOfFile(fill: (db: Db) => Promise<void>): () => Promise<string> {
  let filled: Promise<Buffer> | undefined;
  return async () => {
    newest ??= makeNewest();
    filled ??= readFilled(fill, await newest);
    const file = join(tempFolder(), 'tingchao.db');
    writeFileSync(file, await filled);
    return file;
  };
}

function copiesOnServer(server: string, fill: (db: Db) => Promise<void>): () => Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  let filled: Promise<void> | undefined;
  afterAll(() => askServer(server, `drop database if exists ${name} with (force)`));
  return async () => {
    filled ??= (async () => {
      await askServer(server, `create database ${name} template ${TEMPLATE} strategy file_copy`);
      await fillPlace(urlOf(server, name), fill);
    })();
    await filled;
    return copyOnServer(server, name);
  };
}

async function fillPlace(place: string, fill: (db: Db) => Promise<void>): Promise<void> {
  const db = openDatabase(place);
  try {
    await fill(db);
  } finally {
    await db.destroy();
  }
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
