import { createBreather } from '../core/turn.ts';
import { MAX_COLUMNS } from './table-width.ts';

/** One record of a CSV file: its cells as bytes in a Latin-1 string, or null where a quote never closed. */
export interface CsvRecord {
  readonly number: number;
  readonly cells: readonly string[] | null;
  /** Whether more stands behind as many cells as a table may be wide. */
  readonly isWider: boolean;
  readonly excerpt: string;
}

/** A record longer than this has lost its closing quote. */
const MAX_RECORD_LENGTH = 1024 * 1024;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Splits CSV bytes into records without decoding them: the signs that structure CSV never occur inside a
 * multi-byte character of UTF-8 or GB18030, so each cell can be decoded for itself afterwards.
 * Where a quote does not close, only its own line is given up and reading goes on with the next.
 */
export async function* readCsvRecords(source: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord> {
  let rest = '';
  let number = 0;
  let delimiter = 0;
  const breathe = createBreather();
  const cutOff = async function* (last: boolean): AsyncGenerator<CsvRecord> {
    let from = 0;
    while (from < rest.length) {
      const end = endOfRecord(rest, from, delimiter, last);
      if (end === null) break;
      number += 1;
      await breathe();
      yield recordOf(rest, from, end, number, delimiter);
      from = end.next;
    }
    rest = rest.slice(from);
  };
  for await (const chunk of source) {
    rest += chunk.toString('latin1');
    if (delimiter === 0) {
      rest = rest.replace(/^\xef\xbb\xbf/, '');
      if (!rest.includes('\n') && rest.length < MAX_RECORD_LENGTH) continue;
      delimiter = sniffDelimiter(rest);
    }
    yield* cutOff(false);
  }
  if (delimiter === 0) delimiter = sniffDelimiter(rest);
  yield* cutOff(true);
}

/** The sign the header line has most of: comma, tab or semicolon. */
export function sniffDelimiter(text: string): number {
  const line = text.slice(0, text.indexOf('\n') + 1 || undefined);
  const counts = [',', '\t', ';'].map((sign) => [line.split(sign).length, sign] as const);
  counts.sort((a, b) => b[0] - a[0]);
  return counts[0]?.[1].charCodeAt(0) ?? 0x2c;
}

interface End {
  readonly end: number;
  readonly next: number;
  readonly broken: boolean;
}

/** Where the record that starts at `from` ends; null when more bytes are needed to know. */
function endOfRecord(text: string, from: number, delimiter: number, last: boolean): End | null {
  let quotedFrom = -1;
  let lines = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (quotedFrom >= 0) {
      if (sign === LF) lines += 1;
      if (sign !== QUOTE) continue;
      if (at + 1 >= text.length && !last) return null;
      const after = text.charCodeAt(at + 1);
      if (after === QUOTE) at += 1;
      else if (closes(after, delimiter)) quotedFrom = -1;
      // Inside one line a stray quote is a sloppy writer's; across lines it is the next record's.
      else if (lines > 0) return endOfLine(text, from, true);
    } else if (sign === LF) {
      return { end: at, next: at + 1, broken: false };
    } else if (sign === QUOTE && (at === from || text.charCodeAt(at - 1) === delimiter)) {
      quotedFrom = at;
      lines = 0;
    }
  }
  if (quotedFrom >= 0 && (last || text.length - from > MAX_RECORD_LENGTH)) return endOfLine(text, from, true);
  return last ? { end: text.length, next: text.length, broken: false } : null;
}

/** After the closing quote stands a delimiter, an end of line or nothing (NaN). */
function closes(after: number, delimiter: number): boolean {
  return after === delimiter || after === LF || after === CR || Number.isNaN(after);
}

function endOfLine(text: string, from: number, broken: boolean): End {
  const line = text.indexOf('\n', from);
  return line < 0 ? { end: text.length, next: text.length, broken } : { end: line, next: line + 1, broken };
}

function recordOf(
  text: string,
  from: number,
  { end, broken }: End,
  number: number,
  delimiter: number,
): CsvRecord {
  const record = text.slice(from, text.charCodeAt(end - 1) === CR && end > from ? end - 1 : end);
  const excerpt = record.slice(0, 300);
  if (broken) return { number, cells: null, isWider: false, excerpt };
  const { cells, rest } = splitCells(record, delimiter);
  return { number, cells, isWider: /[^\s",;]/.test(rest), excerpt };
}

/** As many cells as a table may be wide, and what is left behind them. */
function splitCells(record: string, delimiter: number): { readonly cells: string[]; readonly rest: string } {
  const sign = String.fromCharCode(delimiter);
  const plain = record.includes('"') ? [] : record.split(sign, MAX_COLUMNS + 1);
  if (plain.length > 0 && plain.length <= MAX_COLUMNS) return { cells: plain, rest: '' };
  const cells: string[] = [];
  let at = 0;
  while (at <= record.length && cells.length < MAX_COLUMNS) {
    if (record.charCodeAt(at) !== QUOTE) {
      const end = record.indexOf(sign, at);
      cells.push(record.slice(at, end < 0 ? record.length : end));
      at = end < 0 ? record.length + 1 : end + 1;
      continue;
    }
    const end = closingQuote(record, at + 1, delimiter);
    cells.push(record.slice(at + 1, end).replaceAll('""', '"'));
    at = end + 2;
  }
  return { cells, rest: record.slice(at) };
}

function closingQuote(record: string, from: number, delimiter: number): number {
  for (let at = record.indexOf('"', from); at >= 0; at = record.indexOf('"', at + 1)) {
    if (record.charCodeAt(at + 1) === QUOTE) at += 1;
    else if (closes(record.charCodeAt(at + 1), delimiter)) return at;
  }
  return record.length;
}
