/** What decoded the bytes, and the text without its byte order mark. */
export interface Decoded {
  readonly text: string;
  readonly charset: string;
}

/**
 * Turns bytes into text: byte order mark, then strict UTF-8, then the label (HTTP header, XML
 * declaration, meta; Latin-1 only where no other says more), then gb18030. Strict UTF-8 comes before the
 * label because GBK bytes are almost never valid UTF-8, while labels lie. Every gb* label means gb18030: the narrower tables lose the
 * four-byte characters of rare names. UTF-8 with a few broken bytes stays UTF-8.
 * @param contentType the HTTP header, may be empty
 * @param host of the page: `.cn` decides the guess when nothing else does
 */
export function decodePage(bytes: Uint8Array, contentType: string, host: string): Decoded {
  const marked = byMark(bytes);
  if (marked !== null) return decode(bytes, marked);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), charset: 'utf-8' };
  } catch {
    const labelled = labelOf(bytes, contentType);
    if (labelled !== null && labelled !== 'utf-8') return decode(bytes, labelled);
    if (isDamagedUtf8(bytes)) return decode(bytes, 'utf-8');
    const chinese = decode(bytes, 'gb18030');
    const guess = labelled === 'utf-8' || host.endsWith('.cn') || !chinese.text.includes('\uFFFD');
    return guess ? chinese : decode(bytes, 'utf-8');
  }
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
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const whole = text.match(/[^\0-\x7F\uFFFD]/gu)?.length ?? 0;
  return broken * 20 < whole;
}
