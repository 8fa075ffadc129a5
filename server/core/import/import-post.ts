import { createHash } from 'node:crypto';
import type { Metrics, Precision, SourcePost } from '../mention/post.ts';
import { shortForm } from '../short-form.ts';
import { CHINA_OFFSET, DAY, type Instant, SECOND } from '../time.ts';
import { asNumber } from './cell-number.ts';
import { withoutNumber } from './column-names.ts';
import { IMPORT_FIELDS, type ImportField, mapColumns } from './import-columns.ts';
import { cellAt } from './import-mapping.ts';
import {
  hasLostDigits,
  isPseudonym,
  NOT_OURS,
  type OwnExport,
  type OwnFacts,
  ownExportOf,
  ownFacts,
} from './own-export.ts';

/** Reads a time as people and tools write it; null when there is none in it. Zoneless means +08:00. */
export type ReadTime = (
  raw: string | number,
  now: Instant,
) => { readonly at: Instant; readonly precision: Exclude<Precision, 'none' | 'unknown'> } | null;

export type RowResult =
  | { readonly kind: 'post'; readonly post: SourcePost }
  | { readonly kind: 'refused'; readonly reason: RowRefusal; readonly excerpt: string };

/** `no-text-column`: no column is named like a text. `wrong-type:x`: field x is not what it must be. */
export type RowRefusal = 'no-text-column' | 'no-text' | `wrong-type:${ImportField}` | 'bad-time';

interface Context {
  readonly now: Instant;
  readonly readTime: ReadTime;
  /** Where a row names no platform. */
  readonly platform: string;
  /** What the columns mean, where somebody said so; by their names otherwise. */
  readonly fields?: Columns;
  /** What columns of these names mean, where more is known than the names. */
  readonly recognise?: (names: readonly string[]) => Columns;
  /** Without an id, the URL identifies a post: never in files, where many rows can share a page. */
  readonly urlIsId?: boolean;
  /** They may be of a file that we exported ourselves, which holds more; never of what others push. */
  readonly mayBeOurs?: boolean;
}

type Columns = ReturnType<typeof mapColumns>;

/**
 * Turns rows into posts; columns are recognised by name, once per file and again where a row's names
 * differ (JSONL). Without an id the content is the id, so that importing a file again changes nothing.
 */
export function createRowReader(context: Context): (cells: Readonly<Record<string, unknown>>) => RowResult {
  const { fields, mayBeOurs = false, recognise = mapColumns } = context;
  if (fields !== undefined && !mayBeOurs) return (cells) => readRow(cells, fields, NOT_OURS, context);
  let names: string | null = null;
  let columns: Columns = {};
  let ours: OwnExport | null = null;
  return (cells) => {
    const own = Object.keys(cells);
    const joined = own.join('\n');
    if (joined !== names) {
      names = joined;
      ours = mayBeOurs ? ownExportOf(own) : null;
      columns = withoutLocalId(fields ?? recognise(own), ours);
    }
    return readRow(cells, columns, ownFacts(ours, cells), context);
  };
}

/** A mapping that was remembered may still take for an id what is none. */
function withoutLocalId(columns: Columns, ours: OwnExport | null): Columns {
  if (ours !== 'old-table' || columns.id !== '编号') return columns;
  const { id: _, ...others } = columns;
  return others;
}

function readRow(
  cells: Readonly<Record<string, unknown>>,
  columns: Columns,
  own: OwnFacts,
  context: Context,
): RowResult {
  const refuse = (reason: RowRefusal): RowResult => ({
    kind: 'refused',
    reason,
    excerpt: excerptOf(cells, columns),
  });
  if (columns.text === undefined && columns.title === undefined) return refuse('no-text-column');
  const words: Partial<Record<ImportField, string>> = {};
  for (const field of ['text', 'title', 'id', 'author', 'url', 'platform', 'region'] as const) {
    const cell = cellOf(cells, columns, field);
    // A spreadsheet keeps fifteen digits of a number.
    const lost = field === 'id' && typeof cell === 'number' && !Number.isSafeInteger(cell);
    const word = lost ? '' : asWord(cell);
    if (word === null) return refuse(`wrong-type:${field}`);
    words[field] = word;
  }
  if (!words.text && !words.title) return refuse('no-text');
  const numbers: Partial<Record<ImportField, number>> = {};
  for (const field of ['likes', 'comments', 'reposts', 'views', 'rating'] as const) {
    const number = asNumber(cellOf(cells, columns, field));
    if (number === null) return refuse(`wrong-type:${field}`);
    if (number !== undefined) numbers[field] = number;
  }
  const told = own.timeless ? undefined : cellOf(cells, columns, 'time');
  const time = asTime(told, context);
  if (time === null) return refuse('bad-time');
  return { kind: 'post', post: toPost(words, numbers, { time, told, own }, context) };
}

function toPost(
  words: Partial<Record<ImportField, string>>,
  numbers: Partial<Record<ImportField, number>>,
  { time, told, own }: { readonly time: RowTime; readonly told: unknown; readonly own: OwnFacts },
  context: Context,
): SourcePost {
  const { rating, ...metrics } = numbers;
  const platform = words.platform || context.platform;
  const author = own.ours && isPseudonym(words.author ?? '') ? 'pseudonym' : 'author';
  return {
    ...(own.identity ?? { source: 'import', externalId: idOf(words, platform, told, context) }),
    platform,
    text: words.text ?? '',
    ...(words.title ? { title: words.title } : {}),
    ...(words.author ? { [author]: words.author } : {}),
    ...(words.url ? { url: words.url } : {}),
    ...(words.region ? { region: words.region } : {}),
    ...time,
    ...(own.precision !== undefined && time.publishedAt !== undefined ? { precision: own.precision } : {}),
    observedAt: time.publishedAt === undefined ? (own.seenAt ?? context.now) : context.now,
    metrics: metrics as Metrics,
    ...(rating === undefined ? {} : { rating, voice: 'review' }),
    ...(own.voice === undefined ? {} : { voice: own.voice }),
  };
}

function idOf(
  words: Partial<Record<ImportField, string>>,
  platform: string,
  told: unknown,
  context: Context,
): string {
  if (words.id && !hasLostDigits(words.id)) return `${platform}:${words.id}`;
  if (context.urlIsId && words.url) return `${platform}:${words.url.replace(USERINFO, '$1')}`;
  return contentId(words, lastingTime(told, context));
}

/** Who opened an address, and with which key, in front of its host. */
const USERINFO = /^(https?:\/\/)[^/?#]*@/i;

/** The time as part of an id, the same tomorrow: 3小时前 counts from now, so that its words are taken. */
function lastingTime(told: unknown, context: Context): Instant | string | undefined {
  const at = asTime(told, context)?.publishedAt;
  const tomorrow = asTime(told, { ...context, now: context.now + DAY })?.publishedAt;
  return at === tomorrow ? at : String(told).trim();
}

function contentId(words: Partial<Record<ImportField, string>>, at: Instant | string | undefined): string {
  const content = [words.platform, words.author, words.url, at, words.title, words.text];
  return `content:${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}`;
}

function cellOf(cells: Readonly<Record<string, unknown>>, columns: Columns, field: ImportField): unknown {
  const column = columns[field];
  const value = column === undefined ? undefined : cellAt(cells, column);
  return value === '' || value === null ? undefined : value;
}

/** Text of a cell, '' when it is empty, null when it is a list, an object or a truth value. */
function asWord(value: unknown): string | null {
  if (value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

interface RowTime {
  readonly publishedAt?: Instant;
  readonly precision: Precision;
}

/** The time in a cell; null where what stands in it is none. */
export function asTime(value: unknown, { now, readTime }: Pick<Context, 'now' | 'readTime'>): RowTime | null {
  if (value === undefined || (typeof value === 'string' && /^\s*(-+|无|null|none|nan)?\s*$/i.test(value))) {
    return { precision: 'none' };
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : readCellDate(value.getTime());
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const serial = readSerial(value);
  if (serial !== null) return serial;
  const read = readTime(value, now);
  return read === null ? null : { publishedAt: read.at, precision: read.precision };
}

/** A spreadsheet has no dates without a time: midnight is what it keeps of one. */
function readCellDate(at: Instant): RowTime {
  return { publishedAt: at, precision: (at + CHINA_OFFSET) % DAY === 0 ? 'day' : 'second' };
}

/** Days in a spreadsheet's count before 1970, and the counts of 1990 and 2100. */
const SERIAL_EPOCH = 25_569;
const FIRST_SERIAL = 32_874;
const LAST_SERIAL = 73_050;

/** A time that lost its format on the way out of a spreadsheet, 43700.5153: days since 1899-12-30, +08:00. */
function readSerial(
  value: string | number,
): { readonly publishedAt: Instant; readonly precision: Precision } | null {
  const days =
    typeof value === 'number' ? value : /^\s*\d{5}(\.\d+)?\s*$/.test(value) ? Number(value) : Number.NaN;
  if (!(days >= FIRST_SERIAL && days <= LAST_SERIAL)) return null;
  const at = Math.round((days - SERIAL_EPOCH) * (DAY / SECOND)) * SECOND - CHINA_OFFSET;
  return { publishedAt: at, precision: Number.isInteger(days) ? 'day' : 'second' };
}

/**
 * What people are shown of a refused row: the columns in use, all of them where no text is among them. Never
 * its author, who is not kept by name, nor a telephone that happens to stand in another column.
 */
function excerptOf(cells: Readonly<Record<string, unknown>>, columns: Columns): string {
  const { author, text } = columns;
  // Their own order, the text last: a database may give the members of a mapping in any.
  const others = IMPORT_FIELDS.filter((field) => field !== 'author' && field !== 'text');
  const used = [...others, 'text' as const].flatMap((field) => columns[field] ?? []);
  const authors = author === undefined ? [] : [withoutNumber(author), author.split('.')[0]];
  const rest = Object.keys(cells).filter((name) => !authors.includes(withoutNumber(name)));
  const shown = text === undefined && columns.title === undefined ? rest : used;
  return shown
    .map((column) => [column, cellAt(cells, column)] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([column, value]) => `${column}: ${shortForm(value, 100)}`)
    .join(' · ')
    .slice(0, 200)
    .toWellFormed();
}
