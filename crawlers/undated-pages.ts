import type { FetchResult } from '../server/core/feed/source.ts';

/** What tells one article from another. */
export interface Sighted {
  /** Its title and its text. */
  readonly said: string;
  readonly key: string;
}

type Result = Extract<FetchResult, { kind: 'page' }>;

/**
 * Keeps the articles of one run that bear no date until its end: a wall whose words nobody knows says the same at
 * every address, and is known by the second. One that is published under two addresses bears its date.
 */
export function holdUndated() {
  const pages = new Map<string, { readonly key: string; readonly results: Result[] }>();
  return {
    hold(result: FetchResult, { said, key }: Sighted): void {
      if (result.kind !== 'page') return;
      const same = pages.get(said);
      if (same === undefined) pages.set(said, { key, results: [result] });
      else same.results.push(result);
    },
    /** The wall that an article is, where it says what another address said; what was held of it is let go. */
    twin(result: FetchResult, read: { readonly kind: string } | Sighted): FetchResult | null {
      if (result.kind !== 'page' || !('said' in read)) return null;
      const first = pages.get(read.said);
      if (first === undefined || first.key === read.key) return null;
      pages.delete(read.said);
      const { page, bytes } = result;
      const detail = `the same page stands at ${first.key} and ${read.key}`;
      return { kind: 'wall', wall: 'waf', detail, page, bytes };
    },
    held: (): readonly Result[] => [...pages.values()].flatMap(({ results }) => results),
  };
}
