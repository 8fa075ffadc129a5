const marks = new Uint16Array(0x1_0000);

/** What a text has at least one character of: most patterns need one, and most texts have none. */
export const TRAIT = {
  time: trait('分小钟天日周星月年秒'),
  clock: trait('点:'),
  warmth: trait('度℃°'),
  money: trait('元块毛角%折兆m价费金钱收付扣赔偿退交给账'),
  size: trait('hkgw斤克里份个只件瓶盒包箱袋串片条双张'),
  number: trait('0123456789一二两俩仨三四五六七八九十百千万半免'),
  quotes: trait('“"「'),
  mojibake: trait(`鈥銆锛鐨锟ïã${unitsFrom(0x80, 0xff)}`),
  boilerplate: trait('版免责辑载备源阅扫识<击'),
  /** Titles and topics. */
  label: trait('#【'),
  /** Small faces, and other pictures. */
  face: trait(`[${unitsFrom(0x2190, 0x2bff)}${unitsFrom(0xd83c, 0xd83e)}`),
} as const;

/** The traits of a text, found in one pass. */
export function traitsOf(text: string): number {
  let found = 0;
  for (let at = 0; at < text.length; at++) found |= marks[text.charCodeAt(at)] as number;
  return found;
}

function trait(characters: string): number {
  // Each has a bit of its own, the lowest that no character has yet.
  let bit = 1;
  while (marks.some((mark) => (mark & bit) !== 0)) bit *= 2;
  for (const each of characters) {
    const unit = each.charCodeAt(0);
    marks[unit] = (marks[unit] as number) | bit;
  }
  return bit;
}

function unitsFrom(first: number, last: number): string {
  return String.fromCharCode(...Array.from({ length: last - first + 1 }, (_, at) => first + at));
}
