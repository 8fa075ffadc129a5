import { inheritedFrom, labelOf } from '../../core/reading/correction.ts';
import type { Instant } from '../../core/time.ts';
import type { Tx } from '../../db/database.ts';
import type { NewPost } from '../../db/post/posts.ts';
import { findTextLabels, insertCorrection } from '../../db/reading/corrections.ts';
import { findReadings } from '../../db/reading/readings.ts';
import { settleLabels } from './settle-labels.ts';

/** A new post, as far as its labels are concerned. */
type Newcomer = Pick<NewPost, 'id' | 'copyOf' | 'likeness' | 'contentHash'>;

/**
 * New posts that repeat to the letter what people labelled with all its copies have that label from the start: whoever
 * judged a slogan need not judge it again each time it is spread. It is marked as inherited and goes with the judgement
 * that it comes from. To be called in the transaction that stores them, before anything of them is counted: who takes a
 * label back holds it first and the counts then, too.
 * @returns puts the labels in place, once the posts are counted
 */
export async function openInheritance(
  tx: Tx,
  newcomers: readonly Newcomer[],
): Promise<(now: Instant) => Promise<void>> {
  const copies = newcomers.flatMap(({ id, copyOf, likeness, contentHash }) =>
    copyOf === null || likeness !== null ? [] : [{ id, copyOf, contentHash }],
  );
  const said = copies.length === 0 ? new Map() : await findTextLabels(tx, copies);
  return said.size === 0 ? async () => {} : (now) => inheritLabels(tx, said, now);
}

async function inheritLabels(
  tx: Tx,
  said: Awaited<ReturnType<typeof findTextLabels>>,
  now: Instant,
): Promise<void> {
  const readings = await findReadings(tx, [...said.keys()]);
  for (const { post, machine, reader } of readings) {
    for (const { by, at, verdict, label, note, textOf } of inheritedFrom(said.get(post.id) ?? [])) {
      const kept = { by, at, verdict, label, note, textOf };
      await insertCorrection(tx, { ...kept, postId: post.id, machine: labelOf(machine), reader });
    }
  }
  await settleLabels(tx, readings, now);
}
