import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { AppError } from '../../core/errors.ts';
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
const DIGEST = 16;

export function columnsOf(domain: TopicDomain): number {
  return TOPICS[domain].length + POLARITY;
}

/** Magic, digest, then brotli over a JSON header, the keys (differences) and the bytes by column. */
export function packTopics(pack: TopicPack): Buffer {
  const header = Buffer.from(
    JSON.stringify(
      TOPIC_DOMAINS.map((domain) => {
        const { keys, steps, bias, hint, lean } = pack[domain];
        return { domain, rows: keys.length, columns: columnsOf(domain), steps, bias, hint, lean };
      }),
    ),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(header.length);
  const tables = TOPIC_DOMAINS.flatMap((domain) => {
    const { keys, rows } = pack[domain];
    return [bytesOf(keys), turn(rows, keys.length, columnsOf(domain))];
  });
  const body = brotliCompressSync(Buffer.concat([size, header, ...tables]), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  return Buffer.concat([Buffer.from(MAGIC), digest(body), body]);
}

type Header = { domain: TopicDomain; rows: number; columns: number } & Omit<TopicWeights, 'keys' | 'rows'>;

/** Throws AppError('bad_config') when the file is no topic model, of another layout, or damaged. */
export function unpackTopics(file: Uint8Array): TopicPack {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const body = bytes.subarray(MAGIC.length + DIGEST);
  const told = bytes.subarray(MAGIC.length, MAGIC.length + DIGEST);
  if (bytes.subarray(0, MAGIC.length).toString() !== MAGIC || !digest(body).equals(told)) {
    throw new AppError('bad_config', 'the topic model file is damaged; fetch this version again');
  }
  const whole = brotliDecompressSync(body);
  const size = whole.readUInt32LE(0);
  const headers = JSON.parse(whole.subarray(4, 4 + size).toString()) as Header[];
  let at = 4 + size;
  const read = TOPIC_DOMAINS.map((domain) => {
    const header = headers.find((each) => each.domain === domain);
    if (header?.columns !== columnsOf(domain)) {
      throw new AppError('bad_config', 'the topic model file is of another version; train it again');
    }
    const { rows, columns, steps, bias, hint, lean } = header;
    const keys = keysOf(whole.subarray(at, at + rows * 4), rows);
    at += rows * 4;
    const table = new Int8Array(turn(whole.subarray(at, at + rows * columns), columns, rows));
    at += rows * columns;
    return [domain, { keys, rows: table, steps, bias, hint, lean }] as const;
  });
  return Object.fromEntries(read) as Record<TopicDomain, TopicWeights>;
}

function digest(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, DIGEST);
}

/** Differences of ascending keys, the four bytes of all of them plane by plane: high bytes are mostly 0. */
function bytesOf(keys: Uint32Array): Uint8Array {
  const out = new Uint8Array(keys.length * 4);
  keys.forEach((key, row) => {
    const difference = key - (row === 0 ? 0 : (keys[row - 1] as number));
    for (let plane = 0; plane < 4; plane++)
      out[plane * keys.length + row] = (difference >>> (plane * 8)) & 0xff;
  });
  return out;
}

function keysOf(bytes: Uint8Array, rows: number): Uint32Array {
  const keys = new Uint32Array(rows);
  let before = 0;
  for (let row = 0; row < rows; row++) {
    let difference = 0;
    for (let plane = 3; plane >= 0; plane--)
      difference = difference * 256 + (bytes[plane * rows + row] as number);
    before += difference;
    keys[row] = before;
  }
  return keys;
}

/** A table of bytes by its other side first. */
function turn(table: Int8Array | Uint8Array, rows: number, columns: number): Uint8Array {
  const out = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out[column * rows + row] = table[row * columns + column] as number;
  }
  return out;
}
