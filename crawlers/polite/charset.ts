/** What decoded the bytes, and the text without its byte order mark. */
export interface Decoded {
  readonly text: string;
  readonly charset: string;
}

/**
 * Turns bytes into text: byte order mark, then strict UTF-8, then the label (HTTP header, XML declaration, meta;
 * Latin-1 only where no other says more), then gb18030. Strict UTF-8 comes before the label because GBK bytes are
 * almost never valid UTF-8, while labels lie. Every gb* label means gb18030: the narrower tables lose the four-byte
 * characters of rare names. UTF-8 with a few broken bytes stays UTF-8, and GBK with a few stays GBK, whatever the label
 * says.
 * @param contentType the HTTP header, may be empty
 * @param host of the page: `.cn` decides the guess when nothing else does
 */
export function decodePage(bytes: Uint8Array, contentType: string, host: string): Decoded {
  const marked = byMark(bytes);
  if (marked !== null) return decode(bytes, marked);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), charset: 'utf-8' };
  } catch {
    return decode(bytes, charsetOf(bytes, labelOf(bytes, contentType), host));
  }
}

/** Of bytes that are not UTF-8 as a whole. */
function charsetOf(bytes: Uint8Array, labelled: string | null, host: string): string {
  const isOfOurs = labelled === null || labelled === 'utf-8' || labelled === 'gb18030';
  if (!isOfOurs && labelled !== LATIN) return labelled;
  // A gb* label on bytes that are UTF-8 but for a cut character is the server's own, not the page's.
  if (isDamagedUtf8(bytes)) return 'utf-8';
  if (labelled === 'gb18030' || looksLikeGbk(bytes)) return 'gb18030';
  if (labelled === LATIN) return LATIN;
  const isChinese = labelled === 'utf-8' || host.endsWith('.cn') || brokenIn(bytes, 'gb18030') === 0;
  return isChinese ? 'gb18030' : 'utf-8';
}

/** Nearly all its high bytes come in pairs that are common characters; of Latin letters they stand alone. */
function looksLikeGbk(bytes: Uint8Array): boolean {
  let high = 0;
  let paired = 0;
  for (let at = 0; at < bytes.length; at++) {
    const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
    if (first < 0x80) continue;
    const isPair = first >= 0xa1 && first <= 0xf7 && second >= 0xa1 && second !== 0xff;
    high += isPair ? 2 : 1;
    paired += isPair ? 2 : 0;
    if (isPair) at += 1;
  }
  return paired >= 8 && paired >= high * 0.8 && brokenIn(bytes, 'gb18030') * 10 < brokenIn(bytes, 'utf-8');
}

function brokenIn(bytes: Uint8Array, charset: string): number {
  return new TextDecoder(charset).decode(bytes).match(/\uFFFD/g)?.length ?? 0;
}

function decode(bytes: Uint8Array, charset: string): Decoded {
  return { text: new TextDecoder(charset).decode(bytes), charset };
}

/** By byte order mark; or a `<` or `{` in two bytes, which only UTF-16 has. */
function byMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || ((a === 0x3c || a === 0x7b) && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && (b === 0x3c || b === 0x7b))) return 'utf-16be';
  return null;
}

/** What every label of Latin-1 means: servers send it of themselves, and say nothing about the page by it. */
const LATIN = 'windows-1252';

/** The first label that names a charset this runtime knows; Latin-1 yields to any other. */
function labelOf(bytes: Uint8Array, contentType: string): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2048));
  const labels = [
    /charset\s*=\s*["']?([\w-]+)/i.exec(contentType)?.[1],
    /<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1],
    /<meta[^>]*charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1],
  ];
  const known = labels.flatMap((label) => (label === undefined ? [] : (knownCharset(label) ?? [])));
  return known.find((charset) => charset !== LATIN) ?? known[0] ?? null;
}

function knownCharset(label: string): string | null {
  if (/^(x-|cs)?gb|^(cp|ms|windows-)?936$/i.test(label)) return 'gb18030';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** GBK read as UTF-8 breaks at nearly every character; a damaged UTF-8 page breaks now and then. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = brokenIn(bytes, 'utf-8');
  const whole = text.match(/[^\0-\x7F\uFFFD]/gu)?.length ?? 0;
  return broken * 20 < whole;
}
