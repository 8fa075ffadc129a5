import { sql } from 'kysely';

/*
 * The clock of the PostgreSQL server, in epoch milliseconds: those of several machines differ, and what they
 * agree on by time they agree on by this one. It also runs on within a transaction.
 */
const now = sql`extract(epoch from clock_timestamp()) * 1000`;

/** Rounded down: nothing that is still to come has come. */
export const SERVER_NOW = sql<number>`cast(floor(${now}) as bigint)`;
/** Rounded up: what ends now has not ended before. */
export const SERVER_END = sql<number>`cast(ceil(${now}) as bigint)`;
