import { type Precision, VOICES, type Voice } from '../mention/post.ts';
import type { Instant } from '../time.ts';

/** Columns of our tables that only an import reads. */
export const OWN_ID = '外部编号';
export const OWN_SOURCE = '采集来源';
export const OWN_SEEN = '首次采集';

/** Columns that tables of ours have always had, and nobody else's has together. */
const OWN_COLUMNS = ['方案', '平台', '正文', '计入统计', '命中词', '原帖编号', '被转抄'];
/** What stands in each line that `export`, `read` and `collect` write. */
const LINE_NAMES = ['source', 'platform', 'externalId', 'text', 'precision'];

/**
 * A file that we wrote ourselves: a table, one from before exports said where a post is from (its 编号 was the post's
 * number in that installation, which names another post everywhere else), or JSON lines.
 */
export type OwnExport = 'table' | 'old-table' | 'lines';

export function ownExportOf(columns: readonly string[]): OwnExport | null {
  const names = new Set(columns);
  const holds = (wanted: readonly string[]) => wanted.every((name) => names.has(name));
  if (holds(OWN_COLUMNS)) {
    if (holds([OWN_ID, OWN_SOURCE])) return 'table';
    return names.has('编号') ? 'old-table' : null;
  }
  return holds(LINE_NAMES) ? 'lines' : null;
}

type Cells = Readonly<Record<string, unknown>>;

/** What a row of ours says beyond the columns of other people's. */
export interface OwnFacts {
  /** We wrote it: an author may be a pseudonym of ours. */
  readonly ours: boolean;
  /** By what it was collected, and its id there: the same post wherever it is imported. */
  readonly identity: { readonly source: string; readonly externalId: string } | null;
  /** It has no time that the page stated, whatever stands under it. */
  readonly timeless: boolean;
  readonly precision?: Exclude<Precision, 'none' | 'unknown'>;
  readonly voice?: Voice;
  readonly seenAt?: Instant;
}

export const NOT_OURS: OwnFacts = { ours: false, identity: null, timeless: false };

const OURS: OwnFacts = { ...NOT_OURS, ours: true };

export function ownFacts(kind: OwnExport | null, cells: Cells): OwnFacts {
  if (kind === null) return NOT_OURS;
  // A table of old has a time for every row: for those that were in no count it may have been made up.
  if (kind === 'old-table') return { ...OURS, timeless: cells.计入统计 === '否' };
  if (kind === 'table') {
    const identity = identityOf(cells[OWN_SOURCE], cells[OWN_ID]);
    return { ...OURS, identity, ...seenAt(`${cells[OWN_SEEN]}+08:00`) };
  }
  const { source, externalId, precision, voice, observedAt } = cells;
  return {
    ours: true,
    identity: identityOf(source, externalId),
    timeless: precision === 'none' || precision === 'unknown',
    ...(precision === 'second' || precision === 'minute' || precision === 'day' ? { precision } : {}),
    ...(VOICES.includes(voice as Voice) ? { voice: voice as Voice } : {}),
    ...seenAt(String(observedAt)),
  };
}

function seenAt(word: string): Pick<OwnFacts, 'seenAt'> {
  const at = Date.parse(word);
  return Number.isNaN(at) ? {} : { seenAt: at };
}

function identityOf(source: unknown, id: unknown): OwnFacts['identity'] {
  const told = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
  if (told(source) === '' || told(id) === '' || hasLostDigits(told(id))) return null;
  return { source: told(source), externalId: told(id) };
}

/** An author as we write one; nobody's name looks like that. */
export function isPseudonym(author: string): boolean {
  return /^h:[\w-]{22}$/.test(author);
}

/** What a spreadsheet makes of a long number, 7.30123E+18: many ids become one. */
export function hasLostDigits(id: string): boolean {
  return /^\d(\.\d+)?E\+\d{1,3}$/i.test(id);
}

/**
 * Crawled text is never a formula: a spreadsheet would run what begins like one, and send data away.
 * An apostrophe in front makes it text everywhere. Tab and return can hide the sign that follows them. What begins with
 * apostrophes before such a sign gets one more, so that `unguardFormula` gives back just what was there.
 */
export function guardFormula(cell: string): string {
  return /^'*[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

export function unguardFormula(cell: string): string {
  return /^'+[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}
