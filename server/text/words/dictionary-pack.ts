import { sealTables, unsealTables } from '../model/packing.ts';
import type { CountedWords } from './dictionary.ts';
import { SYMBOL_SHIFT } from './word-layout.ts';
import { ROOM } from './word-table.ts';

const MAGIC = 'TCW1';
const NUMBER_MASK = (1 << SYMBOL_SHIFT) - 1;
const UNITS = 0x1_0000;

type Columns = [Uint16Array, Uint16Array, Uint16Array];

interface Header extends Omit<CountedWords, 'layout'> {
  readonly cells: number;
  readonly strange: number;
  readonly weights: number;
  readonly rarities: number;
}

/** Counted words as a file that is read in a thirtieth of the time that counting takes. */
export function packWords({ layout, ...counted }: CountedWords): Buffer {
  const cells = layout.rarities.length;
  const kinds = Float64Array.from(new Set(layout.rarities));
  const numbers = new Map(Array.from(kinds, (rarity, number) => [rarity, number]));
  if (kinds.length > NUMBER_MASK) throw new RangeError('a dictionary has more rarities than can be numbered');
  const entries = Uint32Array.from({ length: cells }, (_, cell) => layout.cells[cell * 2] as number);
  const header: Header = {
    ...counted,
    cells,
    strange: layout.strange,
    weights: layout.weights.length,
    rarities: kinds.length,
  };
  const tables = [
    Int32Array.from({ length: cells }, (_, cell) => layout.cells[cell * 2 + 1] as number),
    Uint16Array.from(entries, (entry) => entry >>> SYMBOL_SHIFT),
    Uint16Array.from(entries, (entry) => entry & NUMBER_MASK),
    Uint16Array.from(layout.rarities, (rarity) => numbers.get(rarity) as number),
    layout.symbols,
    layout.roots,
    layout.weights,
    kinds,
  ];
  return sealTables(MAGIC, header, tables.map(bytesOf));
}

/** Throws AppError('bad_config') when the file is damaged. */
export function unpackWords(file: Uint8Array): CountedWords {
  const { header, tables } = unsealTables<Header>(MAGIC, file, 'dictionary');
  const { cells: size, strange, weights, rarities, ...counted } = header;
  let at = 0;
  /** A copy, which begins where wider numbers may. */
  const take = (bytes: number) => {
    const part = new Uint8Array(bytes);
    part.set(tables.subarray(at, at + bytes));
    at += bytes;
    return part.buffer;
  };
  const bases = new Int32Array(take(size * 4));
  const [symbols, numbers, kinds] = [0, 1, 2].map(() => new Uint16Array(take(size * 2))) as Columns;
  const layout = {
    strange,
    symbols: new Uint16Array(take(UNITS * 2)),
    roots: new Int32Array(take((strange + 2) * 4)),
    weights: new Float64Array(take(weights * 8)),
    rarities: new Float64Array(size + ROOM),
    cells: new Int32Array((size + ROOM) * 2),
  };
  const figures = new Float64Array(take(rarities * 8));
  for (let cell = 0; cell < size; cell++) {
    layout.cells[cell * 2] = ((symbols[cell] as number) << SYMBOL_SHIFT) | (numbers[cell] as number);
    layout.cells[cell * 2 + 1] = bases[cell] as number;
    layout.rarities[cell] = figures[kinds[cell] as number] as number;
  }
  return { ...counted, layout };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint16Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
