import { readFileSync } from 'node:fs';
import { INTENTS, type Intent } from '../../core/reading/analysis.ts';
import { SERVICE_NAMES, type ServiceName } from '../model/service-pack.ts';
import { hasSet, type Part, readSet } from './corpus.ts';
import type { OwnSentence } from './own-sentences.ts';

/** Whence the posts are that we labelled. Their texts are in no file of ours: only their ids and what we say of them. */
export const POST_LABEL_SETS: readonly (readonly [set: string, part: Part])[] = [
  ['bankapp_unlabelled', 'all'],
  ['gov_hotspot_unlabelled', 'all'],
  ['shopping', 'train'],
  ['waimai', 'train'],
  ['weibo2018', 'train'],
  ['smp_usual', 'train'],
  ['restaurant_aspect', 'train'],
];

/** A stretch of a public post, and what we say of it. */
export interface LabelledPost extends OwnSentence {
  readonly set: string;
  readonly service: readonly ServiceName[];
  readonly intents: readonly Intent[];
}

/**
 * Stretches of public posts by `post-labels.tsv`, columns apart by tabs: the id of the post, from where to where, its
 * touchpoints and dimensions, its side, what the writer wants (names joined by commas, a dash for none). A set that is not in
 * the folder gives none. Throws AppError('bad_file') when a set cannot be read.
 */
export function readPostLabels(folder: string): LabelledPost[] {
  const posts = new Map(
    POST_LABEL_SETS.filter(([set, part]) => hasSet(folder, set, part)).flatMap(([set, part]) =>
      readSet(folder, set, part).map(({ id, text }) => [id, { set, text }] as const),
    ),
  );
  const lines = readFileSync(new URL('./post-labels.tsv', import.meta.url), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [id = '', place = '', service = '', side = '0', wants = ''] = line.split('\t');
    const post = posts.get(id);
    if (post === undefined) return [];
    const [from, to] = place.split('-').map(Number);
    return [
      {
        set: post.set,
        text: post.text.slice(from, to),
        service: namesIn(service, SERVICE_NAMES),
        sentiment: side as LabelledPost['sentiment'],
        intents: namesIn(wants, INTENTS),
      },
    ];
  });
}

function namesIn<Name extends string>(told: string, names: readonly Name[]): readonly Name[] {
  const those = told.split(',');
  return names.filter((name) => those.includes(name));
}
