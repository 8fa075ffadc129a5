import { AppError } from '../core/errors.ts';
import { decode, decodeStrictly, type Encoding } from '../reports/decode.ts';

const CHARSETS: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  'x-gbk': 'gb18030',
  cp936: 'gb18030',
};

/**
 * A body as text, in the charset that its type declares and in no other. Where none is declared it is UTF-8, or GB18030
 * if it cannot be UTF-8 with a piece cut off: that would be another text, and nobody would notice.
 * @throws AppError('unsupported_type') for a charset that is not read here, AppError('bad_request') for bytes that are not
 *   what they are declared to be
 */
export function bodyText(bytes: Uint8Array, contentType: string): string {
  const declared = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase();
  const text = declared === undefined ? undeclared(bytes) : declaredAs(bytes, declared);
  return text.replace(/^\ufeff/, '');
}

function declaredAs(bytes: Uint8Array, charset: string): string {
  const encoding = Object.hasOwn(CHARSETS, charset) ? CHARSETS[charset] : undefined;
  if (encoding === undefined) {
    throw new AppError('unsupported_type', `charset ${charset} is not read here: send UTF-8 or GB18030`);
  }
  const text = decodeStrictly(bytes, encoding);
  if (text !== null) return text;
  throw new AppError('bad_request', `the body is not ${charset}, as its Content-Type declares`);
}

function undeclared(bytes: Uint8Array): string {
  const text = isBrokenUtf8(bytes) ? null : decode(bytes);
  if (text !== null) return text;
  throw new AppError('bad_request', 'the body is neither whole UTF-8 nor GB18030');
}

/** Of Chinese in GB18030 next to nothing happens to be UTF-8; of UTF-8 that was damaged nearly all still is. */
function isBrokenUtf8(bytes: Uint8Array): boolean {
  const read = new TextDecoder('utf-8').decode(bytes);
  const broken = read.match(/\ufffd/g)?.length ?? 0;
  return broken > 0 && (read.match(/[\u0800-\ufffc]/g)?.length ?? 0) >= broken;
}
