import { nameKey } from './account-name.ts';

const MIN_PASSWORD_LENGTH = 10;
const MAX_PASSWORD_LENGTH = 200;

/** Of the commonest passwords, those that are long enough to be tried, in small letters. */
const COMMON = new Set(
  `1234567890 12345678910 123456789a 0123456789 9876543210 0987654321 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc
  qwertyuiop qwerty12345 qwerty123456 qwe1234567 q1w2e3r4t5 asdfghjkl1 asdfghjkl; zxcvbnm123 zxcvbnm,./ 1qazxsw23edc
  password12 password123 password1234 passw0rd123 p@ssw0rd123 p@ssword123 letmein123 welcome123 iloveyou123
  administrator admin12345 admin123456 admin@1234 admin@123456 adminadmin rootroot123 root123456 changeme123
  abc1234567 abc123456789 abcd123456 abcd12345678 abcdefghij abcdefg123 abcdefghijk a123456789 a1234567890
  aa12345678 aa123456789 qq123456789 qq1234567890 woaini1314 woaini520 woaini1314520 wo5201314 5201314520
  5201314wan 1314520520 1314521521 zhang123456 wang123456 li123456789 china123456 tingchao123 tingchao1234
  1111111111 0000000000 1122334455 1231231231 123123123123 1472583690 147258369a 7894561230 789456123a`.split(
    /\s+/,
  ),
);

/** A password as it is hashed: the same however a keyboard composes its letters. */
export function tidyPassword(given: string): string {
  return given.normalize('NFKC');
}

/** Why a tidy password is not taken; null: it is. */
export type PasswordFault = 'short' | 'long' | 'name' | 'common';

export function passwordFault(password: string, name: string): PasswordFault | null {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH) return 'short';
  if (length > MAX_PASSWORD_LENGTH) return 'long';
  const plain = password.toLowerCase();
  if (nameKey(password) === nameKey(name)) return 'name';
  return COMMON.has(plain) || new Set(plain).size === 1 ? 'common' : null;
}

/** For the log and the terminal. */
export const PASSWORD_FAULTS: Readonly<Record<PasswordFault, string>> = {
  short: `is shorter than ${MIN_PASSWORD_LENGTH} characters`,
  long: `is longer than ${MAX_PASSWORD_LENGTH} characters`,
  name: 'is the name',
  common: 'is among the commonest passwords',
};
