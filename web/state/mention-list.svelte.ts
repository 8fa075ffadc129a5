import { api, type MentionPage, type MentionRow } from '../api.ts';
import type { Query } from '../paths.ts';
import { boundsOf, readRange } from '../range.ts';
import { action } from './action.svelte.ts';
import { resource } from './resource.svelte.ts';

const FILTERS = ['q', 'sentiment', 'platform', 'fact', 'target', 'originals', 'story', 'watch'] as const;

/** What the address asks of the server, without the things that only the page knows. */
export function mentionQuery(query: Query, now: number): Record<string, string> {
  const { from, to } = boundsOf(readRange(query), now);
  const filters = FILTERS.flatMap((name) => (query[name] ? [[name, query[name]] as const] : []));
  return { ...Object.fromEntries(filters), from: String(from), to: String(to) };
}

/** A list of mentions that grows page by page; new filters begin it anew. */
export function mentionList(query: () => Query) {
  let later = $state.raw<readonly MentionPage[]>([]);
  let asked: Record<string, string> = {};
  const growing = action();
  const first = resource(
    () => {
      const now = query();
      return { ...Object.fromEntries(FILTERS.map((name) => [name, now[name] ?? ''])), range: readRange(now) };
    },
    (_, signal) => {
      asked = mentionQuery(query(), Date.now());
      return api.mentions(asked, signal).then((page) => {
        later = [];
        return page;
      });
    },
  );
  const rows = $derived<readonly MentionRow[]>([first.data, ...later].flatMap((page) => page?.rows ?? []));
  const next = $derived((later.at(-1) ?? first.data)?.next ?? null);
  return {
    first,
    growing,
    get rows() {
      return rows;
    },
    get next() {
      return next;
    },
    more(): void {
      if (next === null || growing.busy) return;
      void growing.run(
        () => api.mentions({ ...asked, cursor: next }),
        (page) => {
          later = [...later, page];
        },
      );
    },
    /** Address of the same rows as a file: a table, or a sealed list of evidence. */
    get files() {
      const asked = new URLSearchParams(mentionQuery(query(), Date.now()));
      return { csv: `/api/mentions.csv?${asked}`, exhibits: `/api/mentions/evidence?${asked}` };
    },
  };
}
