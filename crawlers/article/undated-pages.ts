import type { FetchResult } from '../../server/core/feed/source.ts';

/** What distinguishes one article from another. */
export interface Sighted {
  /** Its title and its text. */
  readonly said: string;
  readonly key: string;
}

type Result = Extract<FetchResult, { kind: 'page' }>;

/** One page at several addresses. */
interface Twin {
  /** Where else it was seen: that is let go. */
  readonly urls: readonly string[];
  /** What was held of it, and is now. */
  readonly bytes: number;
  readonly detail: string;
  /** In how many places it stands. */
  readonly times: number;
}

/**
 * Keeps the articles of one run that bear no date until its end: what says the same at two addresses is no article of
 * either. One that is published under two addresses bears its date.
 */
export function holdUndated() {
  const pages = new Map<
    string,
    { readonly key: string; readonly urls: string[]; readonly results: Result[]; times: number }
  >();
  return {
    hold(url: string, result: FetchResult, { said, key }: Sighted): void {
      if (result.kind !== 'page') return;
      const same = pages.get(said) ?? { key, urls: [], results: [], times: 1 };
      same.urls.push(url);
      same.results.push(result);
      pages.set(said, same);
    },
    /** That an article says what another address said. */
    twin(read: { readonly kind: string } | Sighted): Twin | null {
      if (!('said' in read)) return null;
      const first = pages.get(read.said);
      if (first === undefined || (first.key === read.key && first.times === 1)) return null;
      const urls = first.urls.splice(0);
      const bytes = first.results.splice(0).reduce((sum, result) => sum + result.bytes, 0);
      first.times += 1;
      const detail = `the same page stands at ${first.key} and ${read.key}`;
      return { urls, bytes, detail, times: first.times };
    },
    held: (): readonly Result[] => [...pages.values()].flatMap(({ results }) => results),
  };
}
