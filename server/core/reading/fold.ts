import { buildFoldTable, CLUSTER, DROP, NEWLINE, SPACE, SURROGATE } from './fold-table.ts';

/**
 * Text with everything folded that writers vary without meaning: width and compatibility forms
 * (NFKC), case, traditional characters, invisible and control characters, runs of white space.
 */
export interface Folded {
  readonly text: string;
  /** Offsets in the text as given of each folded unit's start and end; null where both are equal. */
  readonly map: { readonly start: Int32Array; readonly end: Int32Array } | null;
  /** True when a traditional character was met. */
  readonly traditional: boolean;
}

const REPLACEMENT = 0xfffd;

let table: Uint16Array | undefined;
let scratch = new Uint16Array(4_096);

/** Folds a text. Lone surrogates become U+FFFD. Linear in the length; about 5 ns per character. */
export function fold(text: string): Folded {
  table ??= buildFoldTable();
  const size = text.length;
  let at = 0;
  let before = 0;
  for (; at < size; at++) {
    const unit = text.charCodeAt(at);
    if (table[unit] !== unit || (unit <= SPACE && before <= SPACE && at > 0)) break;
    before = unit;
  }
  if (at === size) return { text, map: null, traditional: false };
  return foldInPlace(text, table) ?? foldWithMap(text, table);
}

/** One unit to one unit; null as soon as an offset would move. */
function foldInPlace(text: string, map: Uint16Array): Folded | null {
  const size = text.length;
  if (scratch.length < size) scratch = new Uint16Array(size * 2);
  let traditional = false;
  let before = -1;
  for (let at = 0; at < size; at++) {
    const unit = text.charCodeAt(at);
    let to = map[unit] as number;
    if (to <= SURROGATE) {
      if (to !== SURROGATE || !plainPair(text, at)) return null;
      scratch[at++] = unit;
      to = text.charCodeAt(at);
    } else if (to <= SPACE && before <= SPACE && before !== -1) {
      return null;
    } else if (to !== unit && unit >= 0x4e00 && unit < 0xa000) {
      traditional = true;
    }
    scratch[at] = to;
    before = to;
  }
  return { text: decode(scratch, size), map: null, traditional };
}

function plainPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  const low = text.charCodeAt(at + 1);
  if (high >= 0xdc00 || !(low >= 0xdc00 && low < 0xe000)) return false;
  if (high === 0xd83c) return low >= 0xdde6;
  return high !== 0xd835 && high !== 0xd87e;
}

/** The general case: clusters are normalised whole and every unit remembers where it came from. */
function foldWithMap(text: string, map: Uint16Array): Folded {
  const units: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  let traditional = false;
  const put = (unit: number, from: number, to: number) => {
    if (unit <= SPACE && units.length > 0 && (units[units.length - 1] as number) <= SPACE) {
      if (unit === NEWLINE) units[units.length - 1] = NEWLINE;
      end[end.length - 1] = to;
      return;
    }
    units.push(unit);
    start.push(from);
    end.push(to);
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const to = map[unit] as number;
    if (to === DROP) continue;
    if (to > SURROGATE && map[text.charCodeAt(at + 1)] !== CLUSTER) {
      if (to !== unit && unit >= 0x4e00 && unit < 0xa000) traditional = true;
      put(to, at, at + 1);
      continue;
    }
    const last = clusterEnd(text, at);
    const cluster = foldCluster(text.slice(at, last), map);
    const folded = DECORATED.test(String.fromCharCode(units.at(-1) ?? 0)) ? withoutMarks(cluster) : cluster;
    for (let each = 0; each < folded.length; each++) put(folded.charCodeAt(each), at, last);
    at = last - 1;
  }
  const ends = { start: Int32Array.from(start), end: Int32Array.from(end) };
  return { text: decode(Uint16Array.from(units), units.length), map: ends, traditional };
}

/** Combining marks, and the two of half-width kana that become some. */
const MARK = /[\p{Mn}\uff9e\uff9f]/u;

/** A character with the combining marks that follow it (at most 8: more is noise, not writing). */
function clusterEnd(text: string, at: number): number {
  let end = at + ((text.codePointAt(at) as number) > 0xffff ? 2 : 1);
  for (let marks = 0; marks < 8 && end < text.length && MARK.test(text.charAt(end)); marks++) end++;
  return end;
}

/** Marks heaped on Chinese or Latin are decoration; in other scripts they are spelling. */
const DECORATED = /^[\p{scx=Han}\p{scx=Latin}]/u;

/** Some letters fold to a mark and more, which then stands on what is before it. */
function withoutMarks(cluster: string): string {
  return cluster.replace(/^\p{Mn}+/u, '');
}

function foldCluster(cluster: string, map: Uint16Array): string {
  if (!cluster.isWellFormed()) return String.fromCharCode(REPLACEMENT);
  let plain = cluster.normalize('NFKC').toLowerCase();
  if (DECORATED.test(plain)) plain = plain.replace(/\p{Mn}/gu, '');
  let folded = '';
  for (const unit of plain) {
    const to = unit.length === 1 ? (map[unit.charCodeAt(0)] as number) : SURROGATE;
    if (to !== DROP) folded += to > SURROGATE ? String.fromCharCode(to) : unit;
  }
  return folded;
}

function decode(units: Uint16Array, size: number): string {
  let text = '';
  for (let at = 0; at < size; at += 8_192) {
    text += String.fromCharCode.apply(
      null,
      units.subarray(at, Math.min(at + 8_192, size)) as unknown as number[],
    );
  }
  return text;
}
