/** Counts of a watch's mentions by the hour: key (watch_id, hour, platform, sentiment). */
export interface BucketTable {
  watch_id: number;
  hour: number;
  platform: string;
  sentiment: number;
  count: number;
  copies: number;
  reach: number;
}

/** The same in steps of five minutes, for the last 48 hours: key (watch_id, at, platform, sentiment). */
export interface FineBucketTable {
  watch_id: number;
  at: number;
  platform: string;
  sentiment: number;
  count: number;
  copies: number;
  reach: number;
}

/**
 * The same by facet: key (watch_id, facet, hour, platform, sentiment). Facets are the facts named `touch.*`,
 * `servqual.*`, `pair.<servqual>.<touchpoint>`, `sev.*`, `intent.*` and `area.*`.
 */
export interface FacetBucketTable {
  watch_id: number;
  facet: string;
  hour: number;
  platform: string;
  sentiment: number;
  count: number;
  copies: number;
  reach: number;
}

/** The same by the day in China and without platforms: key (watch_id, facet, day, sentiment). */
export interface FacetDayTable {
  watch_id: number;
  facet: string;
  day: number;
  sentiment: number;
  count: number;
  copies: number;
  reach: number;
}

/** Distinct authors of an hour: key (watch_id, hour). */
export interface AuthorBucketTable {
  watch_id: number;
  hour: number;
  /** As `encodeSketch` writes it. */
  sketch: Uint8Array;
}

/** Posts in which a term is a keyword: key (watch_id, day, term); `day` starts at midnight in China. */
export interface TermBucketTable {
  watch_id: number;
  day: number;
  term: string;
  count: number;
  negative: number;
  positive: number;
}
