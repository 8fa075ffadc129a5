import { expect, test } from 'vitest';
import type { Analysis, Reader } from '../../../server/core/reading/analysis.ts';
import { readInPlace } from '../../../server/core/reading/reading-pool.ts';
import { isHeldOut } from '../../../server/core/statistics/held-out.ts';
import { listOverlays, readActiveOverlay } from '../../../server/db/reading/overlays.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { correct } from '../../../server/flows/reading/correct.ts';
import { switchOverlay, trainTeamOverlay } from '../../../server/flows/reading/train-overlay.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makeAnalysis, makePost, makeWatch, NOW } from '../../support/make.ts';

/** Calls everything neutral. */
const dull: Reader = {
  version: 'dull-1',
  read: (): Analysis => makeAnalysis({ label: 0 }),
};

async function makeSchool(posts: number, said: (n: number) => -1 | 0 | 1) {
  const db = await makeDatabase();
  await makeWatch(db);
  const texts = Array.from({ length: posts }, (_, n) =>
    n % 2 === 0 ? `暖气第${n}户停了没人管` : `暖气师傅第${n}次上门真利索`,
  );
  await ingest(ingestDeps(db, { reader: dull }), {
    posts: texts.map((text) => makePost({ text })),
    origin: 'test',
  });
  const flow = { db, now: () => NOW };
  for (let n = 0; n < posts; n++) {
    const label = { sentiment: said(n), intents: null, severity: null };
    await correct(flow, { postId: n + 1, by: '甲', verdict: 'correct', label, note: null });
  }
  const deps = { ...flow, readPlain: readInPlace(() => dull).readAll };
  return { db, deps, train: (force = false) => trainTeamOverlay(deps, { by: '甲', force }) };
}

const right = (n: number) => (n % 2 === 0 ? -1 : 1);

test('too few labels are refused with their number', async () => {
  const { train, db } = await makeSchool(19, right);
  expect(await train()).toEqual({ kind: 'refused', reason: 'too_few_labels', labels: 19, needed: 20 });
  expect(await listOverlays(db)).toEqual([]);
});

test('what is better on held-out posts goes into use; back and forth is a switch', async () => {
  const { train, db, deps } = await makeSchool(80, right);
  const outcome = await train();
  if (outcome.kind !== 'trained') throw new Error(outcome.reason);
  const { report, active, reader } = outcome.version;
  const held = Array.from({ length: 80 }, (_, n) => n + 1).filter(isHeldOut).length;
  expect(report).toMatchObject({ labels: 80, trainedOn: 80 - held, words: true, verdict: 'better' });
  expect(report.before).toMatchObject({ n: held, correct: 0 });
  expect(report.after.accuracy).toBeGreaterThan(0.9);
  expect([active, reader]).toEqual([true, 'dull-1']);
  const again = await train();
  expect(again).toMatchObject({ version: { id: 2, active: true, report: { verdict: 'same' } } });
  expect((await listOverlays(db)).map(({ id, active: on }) => [id, on])).toEqual([
    [2, true],
    [1, false],
  ]);
  await switchOverlay(deps, { id: 1, by: '乙' });
  expect((await readActiveOverlay(db))?.id).toBe(1);
  expect((await listOverlays(db))[1]).toMatchObject({ active: true, changedBy: '乙' });
  await switchOverlay(deps, { id: null, by: '乙' });
  expect(await readActiveOverlay(db)).toBe(null);
  await expect(switchOverlay(deps, { id: 9, by: '乙' })).rejects.toMatchObject({ code: 'not_found' });
});

test('what is worse there is kept but not used, unless it is forced', async () => {
  // The held-out posts are called neutral, as they were read; the taught ones are not.
  const { train, db } = await makeSchool(80, (n) => (isHeldOut(n + 1) ? 0 : right(n)));
  const outcome = await train();
  expect(outcome).toMatchObject({ version: { active: false, report: { verdict: 'worse' } } });
  expect(await readActiveOverlay(db)).toBe(null);
  expect(await train(true)).toMatchObject({ version: { active: true, report: { verdict: 'worse' } } });
});
