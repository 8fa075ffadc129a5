import { readTerm } from '../reading/rule-term.ts';
import { ADDED_WORDS } from './own-voice.ts';
import type { Watch } from './watch.ts';

/** How a name and what an account adds to it are joined. */
const JOINED: readonly (readonly [string, string])[] = [
  ['', ''],
  ['（', '）'],
  ['(', ')'],
  ['-', ''],
  ['·', ''],
  [' ', ''],
];

/** What a watch's subject is called, as people write it. */
export function writtenNames({ name, rule }: Pick<Watch, 'name' | 'rule'>): readonly string[] {
  const words = rule.any.flatMap((written) => {
    const term = readTerm(written);
    return typeof term === 'string' || term.kind !== 'word'
      ? []
      : [written.trim().replace(/^["“”]|["“”]$/g, ''), term.word];
  });
  return [...new Set([name.trim(), ...words])].filter((each) => each.length >= 2);
}

/**
 * How accounts of a subject may be written. Stored posts keep no name of an author, only its mark: who wrote one is
 * recognised by the marks of these.
 */
export function accountForms(name: string): readonly string[] {
  const added = [
    ...ADDED_WORDS,
    ...ADDED_WORDS.filter((word) => word !== '官方').map((word) => `官方${word}`),
  ];
  const forms = [
    name,
    ...added.flatMap((word) => JOINED.map(([before, after]) => `${name}${before}${word}${after}`)),
  ];
  return [...new Set(forms.flatMap((form) => [form, `@${form}`]))];
}
