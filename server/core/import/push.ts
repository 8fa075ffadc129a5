import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';

/** Items in one push. */
export const MAX_PUSH_ITEMS = 1_000;

/** What became of one item of a push. `updated`: known already, and its counts are newer now. */
export interface PushResult {
  readonly index: number;
  readonly status: 'stored' | 'known' | 'updated' | 'refused';
  /** Of the refused, of known ones that now have other words, and of stored ones whose time is none. */
  readonly code?: string;
  readonly message?: string;
}

/** Answer to a push, item by item and in their order. */
export interface PushAnswer {
  readonly received: number;
  readonly stored: number;
  readonly known: number;
  readonly updated: number;
  readonly refused: number;
  readonly results: readonly PushResult[];
  /** Of a mail: the tables in it, on their way in. */
  readonly files?: readonly { readonly id: number; readonly name: string; readonly state: string }[];
  /** Where not one item could be used. */
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details: Record<string, never>;
  };
}

/** Names under which vendors keep the list. */
export const LISTS = ['posts', 'items', 'data', 'list', 'rows', 'records', 'results', 'result'];

/** The items of a body: a list, a list within an object (also one deeper: `data.list`), or a single object. */
export function itemsOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  if (typeof body !== 'object' || body === null) {
    throw new AppError('bad_request', 'the body must be a JSON list, or an object with a list of posts');
  }
  return listWithin(body) ?? Object.values(body).map(listWithin).find(Boolean) ?? [body];
}

function listWithin(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return LISTS.map((name) => (value as Record<string, unknown>)[name]).find((found) => Array.isArray(found));
}

/** Throws where a push holds nothing, or more than one push may. */
export function demandItems(items: readonly unknown[]): void {
  if (items.length === 0) throw new AppError('bad_request', 'there is no item in it');
  if (items.length <= MAX_PUSH_ITEMS) return;
  throw new AppError(
    'too_large',
    `one push may hold at most ${MAX_PUSH_ITEMS} items, this has ${items.length}`,
    {
      most: MAX_PUSH_ITEMS,
      got: items.length,
    },
  );
}

/** 200 where every item is in, 207 where some are not, 422 where none is. */
export function statusOf({ received, refused, files = [] }: PushAnswer): number {
  if (refused === 0) return 200;
  return refused < received || files.length > 0 ? 207 : 422;
}

const SAID: Readonly<Record<string, string>> = {
  'no-text-column': 'it has neither a text nor a title',
  'no-text': 'its text and its title are empty',
  'bad-time': 'its time cannot be read',
  'not-an-object': 'it is no JSON object',
  'bad-json': 'it is not complete JSON',
  'line-too-long': 'its line is longer than 4 MB',
  'unclosed-quote': 'a quotation mark in it is not closed',
  undecodable: 'it is neither UTF-8 nor GBK',
  'too-many-cells': 'it has more cells than the header: probably an unquoted comma in its text',
  'file-damaged': 'the file is damaged from here on; the rest cannot be read',
  'no-id': 'it has no id',
  'no-source': 'it has no source',
  empty: 'its text and its title are empty',
  'id-too-long': 'its id is too long',
  'own-mail': 'it is a mail of this installation, or an answer to one',
  'auto-reply': 'it is an automatic reply (Auto-Submitted: auto-replied)',
  unreadable: 'the reader broke on it',
  reading_hung: 'the reader did not come to an end with it',
  reading_crashed: 'the reader broke on it',
};

/** English words for why an item was refused. */
export function sayRefusal(code: string): string {
  const field = /^wrong-type:(.+)$/.exec(code)?.[1];
  return field ? `its ${field} is not what it must be` : (SAID[code] ?? code);
}

/** The hash a token is kept as: it is long and random, so that one round is enough. */
export function hashToken(token: string, use: 'ingest' | 'read' = 'ingest'): string {
  return createHash('sha256').update(`tingchao-${use}:${token}`).digest('hex');
}

/** At most `most` of a minute's requests each, counted by name; how many seconds to wait, or 0. */
export function createPace(most: number, now: () => number) {
  const taken = new Map<number, number[]>();
  return (id: number): number => {
    const until = now();
    const since = until - 60_000;
    // What was taken later than now was taken before the clock was set back.
    const recent = (taken.get(id) ?? []).filter((at) => at > since && at <= until);
    taken.set(id, recent);
    const [first] = recent;
    if (recent.length >= most && first !== undefined) return Math.ceil((first - since) / 1_000);
    recent.push(until);
    return 0;
  };
}
