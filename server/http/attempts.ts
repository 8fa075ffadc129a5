import { AppError } from '../core/errors.ts';
import { type Instant, MINUTE } from '../core/time.ts';
import { networkOf } from './client-address.ts';

const TRIES = 10;
/** Tries a minute of all who were not wrong before, for a name that has ten wrong ones: a botnet has only first tries. */
const FIRST_TRIES = 10;
const WAIT = 60;

/** Where a guess comes from. */
interface Guess {
  /** Null: this machine, or anybody behind a proxy on it that is not configured. */
  readonly address: string | null;
  readonly name: string;
  /** Somebody logged in with this name from this browser before: what others do is not held against it. */
  readonly known: boolean;
}

/**
 * Counts wrong tokens and passwords of the last minute, by the address they come from and by the name they are for.
 * The right token always opens, or anybody could keep everybody out; it is long and random, and not found by guessing.
 * Passwords may be: of an address with ten wrong ones none is looked at for a while. Where a name has ten, addresses
 * that were wrong at all wait, and of everybody else some a minute still have a try: nobody can lock out somebody else
 * for good. A browser that this name has used before is counted apart. Addresses are counted by `networkOf`; a guess
 * without one may come from anybody, so it is counted by name alone and does not keep everybody out.
 */
export function createAttempts(now: () => Instant) {
  const wrong = new Map<string, readonly Instant[]>();
  const lately = (key: string) => (wrong.get(key) ?? []).filter((at) => at > now() - MINUTE).length;
  const count = (key: string, at: Instant) => wrong.set(key, [...(wrong.get(key) ?? []), at]);
  const placeOf = (address: string | null, name: string) =>
    address === null ? `local ${name}` : `address ${networkOf(address)}`;
  const forget = () => {
    for (const [key, times] of wrong) {
      const kept = times.filter((at) => at > now() - MINUTE);
      if (kept.length === 0) wrong.delete(key);
      else wrong.set(key, kept);
    }
  };
  const refuse = (what: string) => {
    throw new AppError('busy', `too many wrong ${what}; wait a minute`, { retryAfterSeconds: WAIT });
  };
  return {
    /** @throws AppError('busy') after too many */
    countWrong(address: string | null): void {
      forget();
      const here = placeOf(address, '');
      if (lately(here) >= TRIES) refuse('tokens');
      count(here, now());
    },
    /**
     * A password is about to be looked at. It counts as wrong until it is known to be right, so that many at once are
     * as many. @returns how to take that back. @throws AppError('busy') after too many
     */
    begin({ address, name, known }: Guess): () => void {
      forget();
      const [here, named] = [placeOf(address, name), `name ${name}`];
      const isHot = lately(named) >= TRIES;
      const first = `first ${name}`;
      const keys = known ? [`known ${name}`] : [here, named, ...(isHot ? [first] : [])];
      const tooMany = known
        ? lately(`known ${name}`) >= TRIES
        : lately(here) >= TRIES || (isHot && (lately(here) > 0 || lately(first) >= FIRST_TRIES));
      if (tooMany) refuse('passwords');
      const at = now();
      for (const key of keys) count(key, at);
      return () => {
        for (const key of keys) {
          const times = wrong.get(key) ?? [];
          const index = times.indexOf(at);
          if (index >= 0) wrong.set(key, times.toSpliced(index, 1));
        }
      };
    },
  };
}

export type Attempts = ReturnType<typeof createAttempts>;
