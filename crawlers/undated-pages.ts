import type { FetchResult } from '../server/core/feed/source.ts';

/** What tells one article from another. */
export interface Sighted {
  /** Its title and its text. */
  readonly said: string;
  readonly key: string;
}

type Result = Extract<FetchResult, { kind: 'page' }>;

interface Twin {
  readonly wall: FetchResult;
  /** Where it stands. */
  readonly urls: readonly string[];
}

/**
 * Keeps the articles of one run that bear no date until its end: a wall whose words nobody knows says the same at
 * every address, and is known by the second. One that is published under two addresses bears its date.
 */
export function holdUndated() {
  const pages = new Map<
    string,
    { readonly key: string; readonly urls: string[]; readonly results: Result[] }
  >();
  return {
    hold(url: string, result: FetchResult, { said, key }: Sighted): void {
      if (result.kind !== 'page') return;
      const same = pages.get(said) ?? { key, urls: [], results: [] };
      same.urls.push(url);
      same.results.push(result);
      pages.set(said, same);
    },
    /** The wall that an article is, where it says what another address said; what was held of it is let go. */
    twin(url: string, result: FetchResult, read: { readonly kind: string } | Sighted): Twin | null {
      if (result.kind !== 'page' || !('said' in read)) return null;
      const first = pages.get(read.said);
      if (first === undefined || first.key === read.key) return null;
      pages.delete(read.said);
      const { page, bytes } = result;
      const detail = `the same page stands at ${first.key} and ${read.key}`;
      return { wall: { kind: 'wall', wall: 'waf', detail, page, bytes }, urls: [...first.urls, url] };
    },
    held: (): readonly Result[] => [...pages.values()].flatMap(({ results }) => results),
  };
}
