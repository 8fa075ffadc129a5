/** What processes on several machines share through the database; unused where there is one process. */

/** A piece of a file in the inbox, gone once the file is imported. Unique (import_id, part). */
export interface ImportChunkTable {
  import_id: number;
  part: number;
  bytes: Uint8Array;
}

/** Whose turn it is at a host. All times are the database's own. */
export interface HostLeaseTable {
  host: string;
  /** Null: nobody's. */
  holder: string | null;
  /** After this the holder is taken for dead. */
  until_at: number;
  /** When the last request ended. */
  ended_at: number;
  /** The next request may not begin before. */
  next_at: number;
}

/** What only one worker does at a time, and which. Times are the database's own. */
export interface LeaderLeaseTable {
  name: string;
  holder: string;
  until_at: number;
}

/** The turn last taken of each clock; on PostgreSQL only. */
export interface RingTable {
  name: string;
  slot: number;
}
