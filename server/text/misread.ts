// UTF-8 writes a Chinese character as a byte of these and two that follow it; GBK takes any two bytes for one.
const LEADS = [0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xef];
const FOLLOWERS = Array.from({ length: 0x40 }, (_, at) => 0x80 + at);

const LEAD_FIRST = 1;
const LEAD_LAST = 2;
const FOLLOWERS_ONLY = 3;
const kinds = new Uint8Array(0x1_0000);
mark(LEADS, FOLLOWERS, LEAD_FIRST);
mark(FOLLOWERS, LEADS, LEAD_LAST);
mark(FOLLOWERS, FOLLOWERS, FOLLOWERS_ONLY);

function mark(firsts: readonly number[], seconds: readonly number[], kind: number): void {
  const bytes = firsts.flatMap((first) => seconds.flatMap((second) => [first, second, 0x0a]));
  for (const read of new TextDecoder('gbk').decode(Uint8Array.from(bytes)).split('\n')) {
    if (read.length === 1) kinds[read.charCodeAt(0)] = kind;
  }
}

const MIN_HAN_CHARACTERS = 4;
/** Of plain text, simplified or traditional, a sixth of the characters are of some kind; of misread text all. */
const OF_SOME_KIND = 0.8;
const OF_EACH = 0.1;

/** Whether a text as given is Chinese in UTF-8 that somebody read as GBK: 停水通知 as 鍋滄按閫氱煡. */
export function misreadAsGbk(given: string): boolean {
  let han = 0;
  let first = 0;
  let last = 0;
  let neither = 0;
  for (let at = 0; at < given.length; at++) {
    const unit = given.charCodeAt(at);
    if (unit < 0x4e00 || unit >= 0xa000) continue;
    han++;
    const kind = kinds[unit];
    if (kind === LEAD_FIRST) first++;
    else if (kind === LEAD_LAST) last++;
    else if (kind === FOLLOWERS_ONLY) neither++;
  }
  if (han < MIN_HAN_CHARACTERS || first + last + neither < han * OF_SOME_KIND) return false;
  return first >= han * OF_EACH && last >= han * OF_EACH;
}

const FOLLOWER = '[\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';
/** Two Chinese characters in a row; one alone may be French in its quotes. Twice misread they are longer. */
const AS_LATIN = new RegExp(`(?:[ãäåæçèéï]${FOLLOWER}{2}){2}|(?:Ã${FOLLOWER}(?:Â${FOLLOWER}){2}){2}`);

/** Whether a text as given is Chinese in UTF-8 that somebody read as Latin-1 or Windows-1252: 服务 as æœåŠ¡. */
export function misreadAsLatin(given: string): boolean {
  return AS_LATIN.test(given);
}
