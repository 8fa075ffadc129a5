import type { Generated } from 'kysely';

/** The rules of a site as they stand now; asked again when they are a day old. */
export interface RobotsTable {
  origin: string;
  status: number;
  body: string | null;
  /** Why no answer came; null where one did. */
  reason: string | null;
  fetched_at: number;
}

/** Every robots.txt that ever decided something, each wording once. Unique (origin, hash). */
export interface RobotsTextTable {
  id: Generated<number>;
  origin: string;
  /** SHA-256 of status and body, hex. */
  hash: string;
  /** 0: no answer. */
  status: number;
  /** null: nothing that could be rules. */
  body: string | null;
  first_at: number;
  last_at: number;
}

/** What a robots.txt said about an address, one row however often it said so. */
export interface RobotsDecisionTable {
  url: string;
  text_id: number;
  /** allowed | disallowed | not-now */
  verdict: string;
  first_at: number;
  last_at: number;
  times: Generated<number>;
}

/** Hosts that are left alone until a time: they asked for it, refused us or were in trouble. */
export interface HostRestTable {
  host: string;
  until_at: number;
  why: string;
}
