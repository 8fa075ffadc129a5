import { api, type MentionPage, type MentionRow } from '../api/client.ts';
import { mentionKey } from '../mention-key.ts';
import type { Query } from '../paths.ts';
import { rangeAsked, readRange } from '../range.ts';
import { clock } from './clock.svelte.ts';
import { laterPages } from './later-pages.svelte.ts';
import { resource } from './resource.svelte.ts';

const FILTERS = ['q', 'sentiment', 'platform', 'fact', 'target', 'originals', 'story', 'watch'] as const;

/** What the address asks of the server, without the things that only the page knows. */
export function mentionQuery(query: Query, now: number): Record<string, string> {
  const filters = FILTERS.flatMap((name) => (query[name] ? [[name, query[name]] as const] : []));
  return { ...Object.fromEntries(filters), ...rangeAsked(readRange(query), query.watch ?? '', now) };
}

/** A page with what it was asked with: those that follow are asked with the same. */
async function pageOf(asked: Record<string, string>, cursor?: string, signal?: AbortSignal) {
  const page: MentionPage = await api.mentions({ ...asked, ...(cursor && { cursor }) }, signal);
  return { ...page, asked };
}

/** A list of mentions that grows page by page; new filters begin it again. */
export function mentionList(query: () => Query) {
  const first = resource(
    () => {
      const now = query();
      return { ...Object.fromEntries(FILTERS.map((name) => [name, now[name] ?? ''])), range: readRange(now) };
    },
    (_, signal) => pageOf(mentionQuery(query(), Date.now()), undefined, signal),
  );
  const growing = laterPages(
    () => first.data,
    (cursor, { asked }) => pageOf(asked, cursor),
  );
  const pages = $derived(first.data ? [first.data, ...growing.pages] : []);
  let looked = $state.raw<{ readonly of: MentionPage; readonly rows: ReadonlyMap<string, MentionRow> }>();
  const fresher = $derived(looked?.of === first.data ? looked?.rows : undefined);
  const rows = $derived<readonly MentionRow[]>(
    pages.flatMap((page) => page.rows).map((row) => fresher?.get(mentionKey(row)) ?? row),
  );
  let looks = 0;
  return {
    first,
    growing,
    get rows() {
      return rows;
    },
    get next() {
      return growing.next;
    },
    more(): void {
      void growing.more();
    },
    /**
     * Shows what has changed of the rows, and leaves each where it is: whoever reads far down goes on reading there.
     * @returns whether each of them still belongs in this list
     */
    async look(): Promise<boolean> {
      const of = first.data;
      const [newest] = rows;
      const mine = ++looks;
      if (of === undefined || newest === undefined) {
        first.reload();
        return true;
      }
      const before = rows.map(mentionKey);
      const cursors = [undefined, ...pages.slice(0, -1).map(({ next }) => next ?? undefined)];
      // Nothing newer: it would push the last ones of a page into the next.
      const asked = { ...of.asked, to: String(newest.at + 1) };
      const found = new Map<string, MentionRow>();
      for (const cursor of cursors) {
        const { rows: again } = await pageOf(asked, cursor);
        if (first.data !== of || mine !== looks) return true;
        for (const row of again) found.set(mentionKey(row), row);
      }
      looked = { of, rows: found };
      return before.every((key) => found.has(key));
    },
    /** Address of the same rows as a file, as of the present second: a table, or a sealed list of evidence. */
    get files() {
      const asked = new URLSearchParams(mentionQuery(query(), clock.now));
      return { csv: `/api/mentions.csv?${asked}`, exhibits: `/api/mentions/evidence?${asked}` };
    },
  };
}
