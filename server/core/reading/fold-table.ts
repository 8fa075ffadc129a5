import { SIMPLIFIED, TRADITIONAL } from './traditional.ts';

// What the table says of units that fold to no single unit.
export const DROP = 0;
export const CLUSTER = 1;
export const SURROGATE = 2;
export const SPACE = 0x20;
export const NEWLINE = 0x0a;
// Zero-width, bidirectional and variation marks, soft hyphen, byte order mark: never part of a word.
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\u034f|\u17b4|\u17b5|[\u180b-\u180d]|[\ufe00-\ufe0f]/;

/** For every UTF-16 unit the unit it folds to, or one of the marks above. Some 15 ms, once. */
export function buildFoldTable(): Uint16Array {
  const map = new Uint16Array(0x1_0000);
  for (let unit = 0; unit < 0x1_0000; unit++) {
    if (unit >= 0xd800 && unit < 0xe000) map[unit] = SURROGATE;
    else if ((unit >= 0x4e00 && unit < 0xa000) || (unit >= 0xac00 && unit < 0xd7a4)) map[unit] = unit;
    else map[unit] = foldUnit(unit);
  }
  const simple = new Map(
    Array.from(TRADITIONAL, (each, at) => [each.charCodeAt(0), SIMPLIFIED.charCodeAt(at)]),
  );
  // Compatibility ideographs fold to traditional ones, and one of these to another: two passes settle all.
  for (let pass = 0; pass < 2; pass++) {
    for (let unit = 0; unit < 0x1_0000; unit++)
      map[unit] = simple.get(map[unit] as number) ?? (map[unit] as number);
  }
  return map;
}

function foldUnit(unit: number): number {
  const given = String.fromCharCode(unit);
  if (unit === NEWLINE || unit === 0x2028 || unit === 0x2029) return NEWLINE;
  if (unit <= SPACE || (unit >= 0x7f && unit < 0xa0) || /\s/.test(given))
    return INVISIBLE.test(given) ? DROP : SPACE;
  if (INVISIBLE.test(given)) return DROP;
  // NFKC makes three dots of it, and every second Chinese post has one: keep the quick path.
  if (given === '…') return unit;
  if (/\p{M}/u.test(given)) return CLUSTER;
  const plain = given.normalize('NFKC').toLowerCase();
  if (plain.length !== 1 || /\p{M}/u.test(plain)) return CLUSTER;
  // Some blanks of Korean keyboards become another invisible one.
  return INVISIBLE.test(plain) ? DROP : plain.charCodeAt(0);
}
