import { AppError } from '../../core/errors.ts';
import { hasSet, type Part } from './corpus.ts';
import { POST_LABEL_SETS } from './post-labels.ts';
import { TRAINING_SETS } from './sets.ts';
import { TOPIC_SET } from './topic-documents.ts';
import { DEV } from './train.ts';

type Place = readonly [set: string, part: Part];

/** Every part of a set that what is shipped was learnt from. With one of them missing the models would be others, and worse. */
export const REQUIRED_SETS: readonly Place[] = [
  ...TRAINING_SETS.map(({ set, part }): Place => [set, part]),
  ...DEV.map(({ set }): Place => [set, 'dev']),
  ...Object.values(TOPIC_SET).flatMap((set): Place[] => [
    [set, 'train'],
    [set, 'dev'],
  ]),
  ...POST_LABEL_SETS,
];

/** The one that teaches what stories know. */
export const EVENT_SETS: readonly Place[] = [['event_pairs', 'train']];

/** Throws AppError('bad_file') that names what is missing in a folder. */
export function demandSets(folder: string, places: readonly Place[]): void {
  const missing = places.filter(([set, part]) => !hasSet(folder, set, part));
  if (missing.length === 0) return;
  const names = [...new Set(missing.map(([set, part]) => `${set}/${part}.jsonl.gz`))];
  throw new AppError('bad_file', `${folder} holds no ${names.join(', ')}: nothing was made`);
}
