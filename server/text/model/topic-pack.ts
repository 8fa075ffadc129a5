import { AppError } from '../../core/errors.ts';
import { bytesOf, keysOf, sealTables, turn, unsealTables } from './packing.ts';
import { TOPIC_DOMAINS, TOPICS, type TopicDomain } from './topic-names.ts';

/** What is learnt of one domain. Columns: a topic each, then four of polarity (see POLARITY). */
export interface TopicWeights {
  /** Hashes of the known features, ascending. */
  readonly keys: Uint32Array;
  /** Rows of columns of bytes. */
  readonly rows: Int8Array;
  /** What one step of a byte is worth, by column. */
  readonly steps: readonly number[];
  /** By topic: bias of being mentioned less its threshold. */
  readonly bias: readonly number[];
  /** By topic: what a hint of it adds to a clause. */
  readonly hint: readonly number[];
  /** By topic: bias of [negative, positive] against neutral. */
  readonly lean: readonly (readonly [number, number])[];
}
export type TopicPack = Readonly<Record<TopicDomain, TopicWeights>>;

/** Columns after those of the topics: polarity of the clause, then of the whole text, against neutral. */
export const POLARITY = 4;
const MAGIC = 'TCT1';

export function columnsOf(domain: TopicDomain): number {
  return TOPICS[domain].length + POLARITY;
}

/** A header, then the keys (differences) and the bytes by column of each domain. */
export function packTopics(pack: TopicPack): Buffer {
  const header = TOPIC_DOMAINS.map((domain) => {
    const { keys, steps, bias, hint, lean } = pack[domain];
    return { domain, rows: keys.length, columns: columnsOf(domain), steps, bias, hint, lean };
  });
  const tables = TOPIC_DOMAINS.flatMap((domain) => {
    const { keys, rows } = pack[domain];
    return [bytesOf(keys), turn(rows, keys.length, columnsOf(domain))];
  });
  return sealTables(MAGIC, header, tables);
}

type Header = { domain: TopicDomain; rows: number; columns: number } & Omit<TopicWeights, 'keys' | 'rows'>;

/** Throws AppError('bad_config') when the file is no topic model, of another layout, or damaged. */
export function unpackTopics(file: Uint8Array): TopicPack {
  const { header: headers, tables } = unsealTables<readonly Header[]>(MAGIC, file, 'topic model');
  let at = 0;
  const read = TOPIC_DOMAINS.map((domain) => {
    const header = headers.find((each) => each.domain === domain);
    if (header?.columns !== columnsOf(domain)) {
      throw new AppError('bad_config', 'the topic model file is of another version; train it again');
    }
    const { rows, columns, steps, bias, hint, lean } = header;
    const keys = keysOf(tables.subarray(at, at + rows * 4), rows);
    at += rows * 4;
    const table = new Int8Array(turn(tables.subarray(at, at + rows * columns), columns, rows));
    at += rows * columns;
    return [domain, { keys, rows: table, steps, bias, hint, lean }] as const;
  });
  return Object.fromEntries(read) as Record<TopicDomain, TopicWeights>;
}
