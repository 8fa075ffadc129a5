import { AppError } from '../errors.ts';

/** A tag of a document, its attributes by lower-case name, entities decoded. */
export interface Tag {
  readonly kind: 'open' | 'close' | 'empty';
  /** Lower case. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** What stands between this tag and the next. */
  readonly text: string;
  readonly line: number;
}

const ASIDE =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!doctype[^>[]*(?:\[[\s\S]*?\]\s*)?>|<!\[CDATA\[[\s\S]*?\]\]>/iy;
const TAG = /<(\/?)([a-z_][\w:.-]*)((?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/iy;
const ATTRIBUTE = /([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** What is wrong with a file, by name and line, for words that its owner understands. */
export function opmlFault(fault: string, line: number, message: string): AppError {
  return new AppError('bad_file', `line ${line}: ${message}`, { fault, line });
}

/**
 * The tags of an XML document, in order. Declared entities are not followed: nothing in a list of feeds
 * needs one. Forgiving where no meaning is lost (a bare & in an address), strict where tags end.
 * @throws AppError('bad_file') with the line of the first tag that cannot be read
 */
export function* scanTags(xml: string): Generator<Tag> {
  let line = 1;
  let counted = 0;
  const lineAt = (at: number): number => {
    for (; counted < at; counted += 1) if (xml.charCodeAt(counted) === 10) line += 1;
    return line;
  };
  for (let at = xml.indexOf('<'); at >= 0; ) {
    const aside = matchAt(ASIDE, xml, at);
    if (aside !== null) {
      at = xml.indexOf('<', at + aside[0].length);
      continue;
    }
    const found = matchAt(TAG, xml, at);
    if (found === null) {
      const start = xml.slice(at, at + 40).split('\n')[0] ?? '';
      throw opmlFault('broken', lineAt(at), `this is no whole tag: ${start}`);
    }
    const end = at + found[0].length;
    const next = xml.indexOf('<', end);
    const [, close, name = '', attributes = '', empty] = found;
    yield {
      kind: close === '/' ? 'close' : empty === '/' ? 'empty' : 'open',
      name: name.toLowerCase(),
      attributes: readAttributes(attributes),
      text: decode(xml.slice(end, next < 0 ? undefined : next)).trim(),
      line: lineAt(at),
    };
    at = next;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function readAttributes(written: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of written.matchAll(ATTRIBUTE))
    attributes.set(
      name.toLowerCase(),
      decode(double ?? single ?? '')
        .replace(/\s+/g, ' ')
        .trim(),
    );
  return attributes;
}

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,5}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff || code < 9 ? '' : String.fromCodePoint(code);
  });
}
