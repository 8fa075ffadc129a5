import { expect, test } from 'vitest';
import type { MakeReader } from '../../../server/core/reading/reading-pool.ts';
import { readInPlace } from '../../../server/core/reading/reading-pool.ts';
import type { Db } from '../../../server/db/database.ts';
import { activateOverlay, insertOverlay, readRunningOverlay } from '../../../server/db/reading/overlays.ts';
import { trainOverlay } from '../../../server/text/overlay-train.ts';
import { createOverlayLoader } from '../../../server/worker/overlay-loader.ts';
import { makeDatabase } from '../../support/database.ts';
import { QUIET_LOG } from '../../support/quiet-log.ts';
import { plainReader } from '../alert/alert-stage.ts';

/** The readers of one worker; tells whether they use what was taught. */
function makeWorker(db: Db) {
  let taught = false;
  const make: MakeReader = ({ overlay }) => {
    taught = overlay !== null;
    return plainReader;
  };
  const pool = readInPlace(make);
  const overlayLoader = createOverlayLoader({ pool, reading: pool, db, log: QUIET_LOG, now: () => 1 });
  return { overlayLoader, taught: () => taught };
}

test('what was taught is followed by every worker, whoever was told of it', async () => {
  const db = await makeDatabase();
  const workers = [makeWorker(db), makeWorker(db)];
  for (const { overlayLoader } of workers) await overlayLoader.configure();
  const use = (id: number | null) =>
    db.transaction().execute((tx) => activateOverlay(tx, id, { by: 'test', at: 1 }));
  const follow = () => Promise.all(workers.map(({ overlayLoader }) => overlayLoader.follow()));
  const seen = () => workers.map(({ taught }) => taught());

  const examples = Array.from({ length: 60 }, (_, n) => ({
    text: `暖气${n}`,
    said: (n % 2 === 0 ? -1 : 1) as -1 | 1,
    read: plainReader.read(`暖气${n}`, {}).sentiment,
  }));
  const bytes = trainOverlay(examples);
  const report = { labels: 60 } as Parameters<typeof insertOverlay>[1]['report'];
  const id = await insertOverlay(db, {
    trainedAt: 1,
    trainedBy: 'test',
    reader: plainReader.version,
    report,
    bytes,
  });
  await follow();
  expect(seen()).toEqual([false, false]);
  await use(id);
  await follow();
  expect(seen()).toEqual([true, true]);
  await use(null);
  await follow();
  expect(seen()).toEqual([false, false]);

  await db
    .updateTable('overlay')
    .set({ bytes: Buffer.from('spoilt') })
    .execute();
  await use(id);
  await follow();
  expect(seen()).toEqual([false, false]);
  expect(await readRunningOverlay(db)).toMatchObject({ id: null, damaged: id });
});
