import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { tidyPassword } from '../../core/access/password.ts';
import { createTurns, type Waiter } from './password-turns.ts';

export type HashCost = Required<Pick<ScryptOptions, 'N' | 'r' | 'p'>>;

/** What a guess costs: 32 MB, and some tenths of a second. Stored with each hash, so that it may be raised. */
const COST: HashCost = { N: 2 ** 15, r: 8, p: 3 };
const BYTES = 32;
const MEMORY = 256 * 1_024 * 1_024;

/** Who asks: from a browser that is known, or being logged in already; or anybody at all. */
export type PasswordLane = 'anybody' | 'known';

export interface Asking extends Pick<Waiter, 'signal'> {
  readonly lane: PasswordLane;
}

/** In each lane one after the other: a crowd of guessers costs time, not memory, and not that of those who are known. */
const lanes = { anybody: createTurns(), known: createTurns() };

function derive(password: string, salt: Buffer, bytes: number, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(tidyPassword(password), salt, bytes, { ...cost, maxmem: MEMORY }, (fault, key) =>
      fault === null ? resolve(key) : reject(fault),
    );
  });
}

export async function hashPassword(password: string, cost: HashCost = COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await lanes.known(() => derive(password, salt, BYTES, cost), { always: true });
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Of no account: whoever guesses names waits as long as whoever guesses passwords. */
const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/**
 * @param stored null: there is no such account; then the answer is no, after as much work
 * @throws AppError('busy') when too many wait in that lane, or whoever asked has hung up: then it was not looked at
 */
export async function isPassword(
  given: string,
  stored: string | null,
  { lane, ...asker }: Asking = { lane: 'known' },
): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = (stored ?? NOBODY).split('$');
  const wanted = Buffer.from(hash, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const work = () => derive(given, Buffer.from(salt, 'base64url'), wanted.length, cost);
  const got = await lanes[lane](work, asker);
  return timingSafeEqual(got, wanted) && stored !== null;
}

/** Without letters and digits that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A first password, easy to read out and far too long to guess: some 79 bits. */
export function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
