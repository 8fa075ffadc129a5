import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { loadHashKey } from '../../server/secret.ts';
import { engine, makeDatabase, tempFolder } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makeAnalysis, makePost } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

const [ONE, OTHER] = ['x'.repeat(32), 'y'.repeat(32)];

describe.runIf(engine() === 'sqlite')('the key of author pseudonyms, on SQLite', () => {
  async function start() {
    const [db, dataFolder] = [await makeDatabase(), tempFolder()];
    const keyOf = (secret: string | null) => loadHashKey({ dataFolder, secret }, db);
    const write = async () => {
      await makeWatch(db);
      const reader = { version: 'plain-1', read: () => makeAnalysis() };
      await ingest(ingestDeps(db, { reader }), { posts: [makePost({ author: '张三' })], origin: 'test' });
    };
    return { db, keyOf, write, file: join(dataFolder, 'author-key') };
  }

  test('stays the same: a secret that is changed, or forgotten, is told', async () => {
    const { db, keyOf, write, file } = await start();
    const key = await keyOf(ONE);
    await write();
    await expect(keyOf(OTHER)).rejects.toThrow(/TINGCHAO_SECRET: is another one/);
    await expect(keyOf(null)).rejects.toThrow(/TINGCHAO_SECRET: is not set and there is no/);
    expect(existsSync(file)).toBe(false);
    expect(await keyOf(ONE)).toEqual(key);
    const kept = JSON.stringify(await db.selectFrom('setting').selectAll().execute());
    expect(kept).not.toContain(key.toString('hex'));
  });

  test('is not made anew where its file is lost, and comes back with it', async () => {
    const { keyOf, write, file } = await start();
    const key = await keyOf(null);
    await write();
    const lines = readFileSync(file, 'utf8');
    rmSync(file);
    await expect(keyOf(null)).rejects.toThrow(/restore that file/);
    await expect(keyOf(ONE)).rejects.toThrow(/is another one/);
    writeFileSync(file, lines);
    expect(await keyOf(null)).toEqual(key);
  });

  test('may be another one while nobody has a pseudonym', async () => {
    const { keyOf } = await start();
    await keyOf(null);
    const key = await keyOf(ONE);
    expect(await keyOf(ONE)).toEqual(key);
  });
});
