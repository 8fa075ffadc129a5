import type { Records } from '../alert/alert.ts';
import { openGaps } from './open-gaps.ts';
import type { Playbook, Wording } from './playbook.ts';
import { type StatedFigure, statedFigures } from './stated-figures.ts';
import { checkStatement, type StatementFault, type StatementText } from './statement-check.ts';

/**
 * What stands against handing a statement in. Besides what every statement is checked for: `forbidden`, by its playbook;
 * `figure`, another number than is recorded, or dead and injured of whom nothing is recorded.
 */
export interface HandInFault {
  readonly kind: StatementFault['kind'] | 'forbidden' | 'figure';
  readonly words: string;
  /** What its playbook forbids by it; null for all other kinds. */
  readonly why: string | null;
}

export interface StatementExam {
  readonly faults: readonly HandInFault[];
  /** What it says of facts that are recorded, or can be. */
  readonly figures: readonly StatedFigure[];
}

/**
 * Looks at the words themselves, whether a template was filled in or somebody reworded it.
 * @param playbooks whose it is, and those that the alert calls for
 */
export function examineStatement(
  text: StatementText,
  { playbooks, records }: { readonly playbooks: readonly Playbook[]; readonly records: Records },
): StatementExam {
  const whole = `${text.title}\n${text.body}`;
  const figures = statedFigures(whole, records);
  const plain = checkStatement({ ...text, missing: openGaps(whole) });
  return {
    faults: [
      ...plain.map((each) => ({ ...each, why: null })),
      ...forbiddenIn(whole, playbooks, records),
      ...figures.filter(isDoubtful).map(({ words }) => ({ kind: 'figure' as const, words, why: null })),
    ],
    figures,
  };
}

/** Deaths and injuries are not stated before they are verified. */
function isDoubtful({ fact, holds, stated }: StatedFigure): boolean {
  return (
    holds === 'differs' || (holds === 'unrecorded' && stated > 0 && (fact === 'dead' || fact === 'injured'))
  );
}

function forbiddenIn(text: string, playbooks: readonly Playbook[], records: Records): readonly HandInFault[] {
  const hits = playbooks
    .flatMap(({ scct }) => scct.wordings)
    .filter((wording) => applies(wording, text, records))
    .flatMap(({ because, pattern }) =>
      [...text.matchAll(new RegExp(pattern, 'gu'))].map(
        ([words]) => [`${words} ${because}`, words, because] as const,
      ),
    );
  const once = new Map(hits.map((hit) => [hit[0], hit]));
  return [...once.values()].map(([, words, why]) => ({ kind: 'forbidden', words, why }));
}

function applies({ unless, unlessRecorded }: Wording, text: string, records: Records): boolean {
  if (unless !== undefined && new RegExp(unless, 'u').test(text)) return false;
  return unlessRecorded === undefined || (records[unlessRecorded] ?? 0) < 1;
}
