import { applyLabel, overrideOf } from '../../core/reading/correction.ts';
import type { Instant } from '../../core/time.ts';
import type { Tx } from '../../db/database.ts';
import { listCorrections } from '../../db/reading/corrections.ts';
import { overrideReading, type StoredReading } from '../../db/reading/readings.ts';
import { placeReadings } from './place-reading.ts';

/** What a change of labels touched. */
export interface Corrected {
  readonly watchIds: readonly number[];
}

/** Makes the labels that hold now those that count everywhere. */
export async function settleLabels(
  tx: Tx,
  readings: readonly StoredReading[],
  now: Instant,
): Promise<Corrected> {
  if (readings.length === 0) return { watchIds: [] };
  const held: Pick<StoredReading, 'post' | 'analysis' | 'override'>[] = [];
  for (const { post, machine } of readings) {
    const override = overrideOf(await listCorrections(tx, post.id));
    held.push({ post, override, analysis: override === null ? machine : applyLabel(machine, override) });
  }
  const placed = held.map(({ post, analysis, override }) => ({
    post,
    analysis,
    judged: override?.sentiment ?? null,
  }));
  return placeReadings(tx, placed, now, async () => {
    for (const { post, analysis, override } of held)
      await overrideReading(tx, post.id, { analysis, override });
  });
}
