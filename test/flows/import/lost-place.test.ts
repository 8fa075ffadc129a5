import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import { createThreadBus } from '../../../server/bus/threads.ts';
import { openDatabase } from '../../../server/db/engine/open.ts';
import { getImportFile } from '../../../server/db/import/import-files.ts';
import { importFile } from '../../../server/flows/import/import-file.ts';
import { receiveFile, startImport } from '../../../server/flows/import/receive-file.ts';
import { openInbox } from '../../../server/inbox.ts';
import { engine, makeDatabase, makePlace, tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makeQueue } from '../../support/make-queue.ts';

const ROWS = 4_000;

test.runIf(engine() === 'postgres')(
  'while the bytes of a file cannot be fetched its import is not done, and later it goes on',
  async () => {
    const place = await makePlace();
    const db = await makeDatabase(place);
    const bus = createThreadBus();
    const queue = makeQueue(db, { bus });
    const dataFolder = tempFolder();
    const deps = {
      ...ingestDeps(db),
      inbox: openInbox({ dataFolder }, db),
      queue,
      readTime: parseChineseDate,
    };
    const lines = Array.from({ length: ROWS }, (_, n) => `${n},第${n}户${'的房间里很冷'.repeat(200)}`);
    const bytes = Readable.from([Buffer.from(`id,text\n${lines.join('\n')}\n`)]);
    const id = await receiveFile(deps, { name: 'a.csv', bytes });
    const mapping = { fields: { id: 'id', text: 'text' }, platform: 'x' };
    await startImport(deps, { id, mapping, remember: null });

    const other = openDatabase(place);
    let closed: Promise<void> | undefined;
    const cut = importFile(
      { ...deps, inbox: openInbox({ dataFolder }, other) },
      {
        importId: id,
        signal: new AbortController().signal,
        onBatch() {
          closed ??= other.destroy();
        },
      },
    );
    await expect(cut).rejects.toThrow();
    await closed;
    const half = await getImportFile(db, id);
    expect(half).toMatchObject({ state: 'running', progress: { refusedCount: 0 } });
    expect(half?.progress?.rows).toBeLessThan(ROWS);

    const rest = importFile(deps, { importId: id, signal: new AbortController().signal, onBatch() {} });
    expect(await rest).toMatchObject({ rows: ROWS, stored: ROWS, known: 0, refusedCount: 0 });
  },
);
