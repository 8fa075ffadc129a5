import { nearest } from '../nearest.ts';
import {
  countsOf,
  fieldNamed,
  fieldNear,
  isSection,
  type SectionField,
  type WordField,
} from './message-fields.ts';
import { CONDITION_NAMES, type LineCondition, readCondition } from './template-conditions.ts';
import { scanLine, type Token } from './template-scan.ts';

/** Fixed words, or what an alert has to say. */
export type Piece = string | { readonly field: WordField };

/** A line of a template that was read. */
export interface TemplateLine {
  /** All must hold. */
  readonly when: readonly LineCondition[];
  /** Words of the line; of a section those that stand before it. */
  readonly pieces: readonly Piece[];
  /** What else the line shows; `most`: so many of it at most. */
  readonly section: { readonly field: SectionField; readonly most: number } | null;
  /** Where its words lead: an address at its end. */
  readonly url: string | null;
}

export const TEMPLATE_FAULTS = [
  'empty_title',
  'too_long',
  'unclosed',
  'empty_name',
  'unknown',
  'in_title',
  'after_section',
  'repeated',
  'bad_count',
  'late_condition',
  'unknown_condition',
  'mixed_condition',
] as const;
export type TemplateFaultCode = (typeof TEMPLATE_FAULTS)[number];

/** One thing wrong with a template. Lines and columns begin at 1; columns count UTF-16 units, as editors do. */
export interface TemplateFault {
  readonly code: TemplateFaultCode;
  readonly part: 'title' | 'body';
  readonly line: number;
  readonly column: number;
  /** What it is about, as it is written; empty: the whole. */
  readonly name: string;
  /** What was most likely meant. */
  readonly near: string | null;
}

interface Place {
  readonly part: 'title' | 'body';
  readonly line: number;
}

/** A line as far as it was read. */
interface Draft {
  readonly when: LineCondition[];
  readonly pieces: Piece[];
  section: TemplateLine['section'];
}
type Wrong = Pick<TemplateFault, 'code'> & Partial<Pick<TemplateFault, 'name' | 'near'>>;

const ONLY = ['仅', '只在', 'only'];

/** One line of a template, and everything that is wrong with it. */
export function readLine(
  text: string,
  { part, line }: Place,
): { readonly line: TemplateLine; readonly faults: readonly TemplateFault[] } {
  const { tokens, unclosed } = scanLine(text);
  const draft: Draft = { when: [], pieces: [], section: null };
  const faults: TemplateFault[] = [];
  const say = (at: number, { code, name = '', near = null }: Wrong) =>
    faults.push({ code, part, line, column: at + 1, name, near });
  for (const token of tokens) {
    const wrong = token.kind === 'text' ? readText(draft, token.text) : readField(draft, token, part);
    if (wrong !== null) say(token.at, wrong);
  }
  if (unclosed !== null) say(unclosed, { code: 'unclosed', name: text.slice(unclosed, unclosed + 12) });
  return { line: { ...draft, ...(part === 'body' ? ending(draft) : { url: null }) }, faults };
}

function readText(draft: Draft, text: string): Wrong | null {
  if (draft.section === null) draft.pieces.push(text);
  else if (text.trim() !== '') return { code: 'after_section', name: text.trim() };
  return null;
}

function readField(
  draft: Draft,
  { name, option }: Extract<Token, { kind: 'field' }>,
  part: Place['part'],
): Wrong | null {
  if (name === '') return { code: 'empty_name' };
  if (ONLY.includes(name.toLowerCase())) {
    return part === 'title' ? { code: 'in_title', name } : readOnly(draft, name, option);
  }
  const field = fieldNamed(name);
  if (field === null) return { code: 'unknown', name, near: fieldNear(name) };
  if (draft.section !== null) return { code: 'after_section', name };
  if (!isSection(field)) {
    draft.pieces.push({ field });
    return option === null ? null : { code: 'bad_count', name };
  }
  if (part === 'title') return { code: 'in_title', name };
  const counts = countsOf(field);
  const most = option === null ? (counts?.usual ?? 1) : Number(option);
  draft.section = { field, most };
  const isCount = Number.isInteger(most) && most >= 1 && most <= (counts?.most ?? 0);
  return option === null || isCount ? null : { code: 'bad_count', name };
}

/** Conditions stand before everything else, so that nobody reads over them. */
function readOnly(draft: Draft, name: string, option: string | null): Wrong | null {
  const isLate =
    draft.section !== null || draft.pieces.some((piece) => typeof piece !== 'string' || piece.trim() !== '');
  if (isLate) return { code: 'late_condition', name };
  const condition = readCondition(option ?? '');
  if (!('fault' in condition)) draft.when.push(condition);
  else {
    const { fault: code, name: about } = condition;
    const isMeant = code === 'unknown_condition' && about.length > 1;
    return { code, name: about, near: isMeant ? nearest(about, CONDITION_NAMES) : null };
  }
  return null;
}

/** A bracket or a full stop behind it belongs to the words. */
const ADDRESS = /https?:\/\/[!-~]*[\w/=&#%-]$/i;

/** Fixed words that end in an address lead there. What a post says never does. */
function ending({ pieces, section }: Draft): Pick<TemplateLine, 'pieces' | 'url'> {
  const last = pieces.at(-1);
  const url = typeof last === 'string' ? ADDRESS.exec(last.trimEnd())?.[0] : undefined;
  if (typeof last !== 'string' || url === undefined || section !== null || !URL.canParse(url))
    return { pieces, url: null };
  const words = last
    .trimEnd()
    .slice(0, -url.length)
    .replace(/[\s:：]+$/, '');
  return { pieces: [...pieces.slice(0, -1), words], url };
}
