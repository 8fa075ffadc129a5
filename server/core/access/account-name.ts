/** In records, whoever used the installation's token instead of an account. */
export const TOKEN_NAME = '管理令牌';
/** In records, whoever sat at the machine itself. */
export const SHELL_NAME = '命令行';

const MAX_ACCOUNT_NAME_LENGTH = 40;
const READABLE = /[\p{L}\p{N}]/u;
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** A name as records show it. */
export function tidyName(given: string): string {
  return given.normalize('NFC').trim().replace(/\s+/gu, ' ');
}

/** The same for all spellings of a name: no two accounts share it. */
export function nameKey(given: string): string {
  return tidyName(given.normalize('NFKC')).toLowerCase();
}

/** Why a tidy name cannot be an account's; null: it can. */
export function nameFault(name: string): string | null {
  if (!READABLE.test(name)) return 'needs a letter or a digit';
  if (INVISIBLE.test(name)) return 'holds invisible characters';
  if (name.length > MAX_ACCOUNT_NAME_LENGTH) return `is longer than ${MAX_ACCOUNT_NAME_LENGTH} characters`;
  return [TOKEN_NAME, SHELL_NAME].some((taken) => nameKey(taken) === nameKey(name))
    ? 'is kept for the installation itself'
    : null;
}
