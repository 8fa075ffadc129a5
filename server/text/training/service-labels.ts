import { readFileSync } from 'node:fs';
import { SERVICE_NAMES, type ServiceName } from '../model/service-pack.ts';
import { hasSet, type Part, readSet } from './corpus.ts';
import type { TaughtSentence } from './sentence-lessons.ts';

/** Whence the posts are that we labelled. Their texts are in no file of ours: only their ids and what we say of them. */
const SETS: readonly (readonly [set: string, part: Part])[] = [
  ['bankapp_unlabelled', 'all'],
  ['gov_hotspot_unlabelled', 'all'],
  ['shopping', 'train'],
  ['waimai', 'train'],
  ['weibo2018', 'train'],
  ['smp_usual', 'train'],
  ['restaurant_aspect', 'train'],
];

/**
 * Stretches of public posts with what each speaks of, by `service-labels.tsv`: names joined by commas (a dash for none), a
 * tab, the id of the post, and from where to where. A set that is not in the folder gives none. Throws
 * AppError('bad_file') when a set cannot be read.
 */
export function readServiceLabels(folder: string): TaughtSentence<ServiceName>[] {
  const texts = new Map(
    SETS.filter(([set, part]) => hasSet(folder, set, part)).flatMap(([set, part]) =>
      readSet(folder, set, part).map(({ id, text }) => [id, text] as const),
    ),
  );
  const lines = readFileSync(new URL('./service-labels.tsv', import.meta.url), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [told = '', id = '', place = ''] = line.split('\t');
    const [from = 0, to = 0] = place.split('-').map(Number);
    const text = texts.get(id)?.slice(from, to);
    if (text === undefined) return [];
    const those = told.split(',');
    return [{ text, names: SERVICE_NAMES.filter((name) => those.includes(name)) }];
  });
}
