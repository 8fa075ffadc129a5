import { isAscii, isUtf8 } from 'node:buffer';
import { decodeAs, type Encoding, isGb18030 } from './decode.ts';

/** So many characters of three bytes and more in a row of GBK happen once in millions. */
const TELLING = 4;
/** Beyond so many bytes of records that both encodings could be, one is taken. */
const MAX_HELD_BYTES = 1024 * 1024;
const COMMA = Buffer.from(',');

const loose = new TextDecoder('utf-8');

/** The characters of old Chinese programs: signs and hanzi of GB2312, each two bytes, between plain ASCII. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is part of it
const GB2312 = /^(?:[\x00-\x7f]|[\xa1-\xa3\xb0-\xf7][\xa1-\xfe])*$/;
/** José: in Latin script a letter with an accent has others beside it. */
const AMONG_LETTERS = /[a-z][\x80-\xff]|[\x80-\xff][a-z]/i;

/** A record with its pieces as text; null for one that cannot be decoded. */
export interface Decoded<Item> {
  readonly item: Item;
  readonly texts: readonly (string | null)[];
  readonly encoding: Encoding;
}

/**
 * Decodes records piece by piece. 没 and 学校 in GBK are valid UTF-8 as well, so what a piece does not tell of itself its
 * record tells, and else the record before; at the start the first one that tells, so that those before it are held
 * back. Files pasted together from two programs change their encoding on the way.
 * @param marked whether a byte order mark named the encoding
 */
export async function* decodeRecords<Item>(
  items: AsyncIterable<Item>,
  piecesOf: (item: Item) => readonly Buffer[],
  marked: () => boolean,
): AsyncGenerator<Decoded<Item>> {
  let current: Encoding | null = null;
  let held: (readonly [Item, readonly Buffer[]])[] = [];
  let size = 0;
  const all = () => joined(held.flatMap(([, pieces]) => pieces));
  let fault: unknown = null;
  for await (const item of untilFault(items, (thrown) => {
    fault = thrown;
  })) {
    const pieces = piecesOf(item);
    const whole = joined(pieces);
    // Where the file is UTF-8, what can be UTF-8 is.
    if (current !== 'utf-8' || !isUtf8(whole)) {
      current = tellEncoding(whole) ?? current ?? (marked() ? 'utf-8' : null);
    }
    held.push([item, pieces]);
    size += whole.length;
    if (current === null && !(held.length === 1 && isAscii(whole))) {
      if (size < MAX_HELD_BYTES) continue;
      current = guessEncoding(all());
    }
    for (const [each, those] of held) yield decodedAs(each, those, current ?? 'utf-8');
    [held, size] = [[], 0];
  }
  const last = guessEncoding(all());
  for (const [each, those] of held) yield decodedAs(each, those, last);
  if (fault !== null) throw fault;
}

/** What came before a fault is not lost with it. */
async function* untilFault<Item>(items: AsyncIterable<Item>, note: (fault: unknown) => void) {
  try {
    yield* items;
  } catch (fault) {
    note(fault);
  }
}

const joined = (pieces: readonly Buffer[]): Buffer =>
  pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces.flatMap((piece) => [piece, COMMA]));

function decodedAs<Item>(item: Item, pieces: readonly Buffer[], encoding: Encoding): Decoded<Item> {
  const texts = pieces.map((piece) =>
    decodeAs(piece, encoding === 'utf-8' ? encoding : (tellEncoding(piece) ?? encoding)),
  );
  return { item, texts, encoding };
}

/** What some bytes can only be, or all but certainly are; null where they may be either. */
export function tellEncoding(bytes: Buffer): Encoding | null {
  if (isAscii(bytes)) return null;
  const text = loose.decode(bytes);
  const either = isGb18030(bytes);
  if (!isUtf8(bytes)) {
    const broken = count(text, /\ufffd/g);
    return either && broken > count(text, /[\u0080-\ufffc]/g) ? 'gb18030' : null;
  }
  const wide = count(text, /[\u0800-\uffff]/g);
  if (!either || wide >= TELLING) return 'utf-8';
  return wide > 0 && !GB2312.test(bytes.toString('latin1')) ? 'utf-8' : null;
}

/** What bytes that do not tell are taken for. */
export function guessEncoding(bytes: Buffer): Encoding {
  if (!isUtf8(bytes)) return isGb18030(bytes) ? 'gb18030' : 'utf-8';
  const raw = bytes.toString('latin1');
  const text = loose.decode(bytes);
  const narrow = count(text, /[\u0080-\u07ff]/g) > count(text, /[\u0800-\uffff]/g);
  return narrow && GB2312.test(raw) && !AMONG_LETTERS.test(raw) ? 'gb18030' : 'utf-8';
}

function count(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}
