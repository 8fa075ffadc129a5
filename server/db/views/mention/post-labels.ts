import { AppError } from '../../../core/errors.ts';
import { labelOf } from '../../../core/reading/correction.ts';
import type { PostLabels } from '../../../core/screens/labels.ts';
import type { Db } from '../../database.ts';
import { countSameText } from '../../post/same-text.ts';
import { listCorrections } from '../../reading/corrections.ts';
import { findReading } from '../../reading/readings.ts';

/** @throws AppError('not_found') when no watch mentions the post */
export async function readPostLabels(db: Db, postId: number): Promise<PostLabels> {
  const reading = await findReading(db, postId);
  if (reading === null) throw new AppError('not_found', `no mention of post ${postId}`);
  const { reader, machine, override } = reading;
  return {
    postId,
    copies: await countSameText(db, postId),
    reader,
    machine: labelOf(machine),
    override,
    corrections: await listCorrections(db, postId),
  };
}
