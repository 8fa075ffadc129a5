import { AsyncLocalStorage } from 'node:async_hooks';
import type { Db, Tx } from '../database.ts';

/** Writes down who does something. `made`: the number of the first row that its transaction made, if it made one. */
export type Sign = (tx: Tx, made: number | null) => Promise<void>;

/** What is to be signed, and whether it is. */
export interface Signature {
  readonly sign: Sign;
  signed: boolean;
}

const current = new AsyncLocalStorage<Signature>();

/** What the next change is signed with; null: nothing has to be, or it is already. */
export function pendingSignature(): Signature | null {
  const signature = current.getStore();
  return signature === undefined || signature.signed ? null : signature;
}

/**
 * Does some work whose first change in a database is signed in the transaction of that change: either both are there
 * afterwards or neither. A statement of its own that changes something is a transaction here, too.
 * @returns what came of it, and whether anything was changed and signed
 */
export async function signing<T>(
  sign: Sign,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly signed: boolean }> {
  const signature: Signature = { sign, signed: false };
  try {
    const result = await current.run(signature, work);
    return { result, signed: signature.signed };
  } finally {
    // What was only begun in it, such as a timer, is nobody's work any more.
    signature.signed = true;
  }
}

/** What is done in passing, such as to tidy up, is not what is signed. */
export function inPassing<T>(work: () => Promise<T>): Promise<T> {
  return current.exit(work);
}

/** Signs now what is about to be changed where no transaction of ours reaches. */
export async function signAhead(db: Db): Promise<void> {
  const signature = pendingSignature();
  if (signature === null) return;
  await inPassing(() => db.transaction().execute((tx) => signature.sign(tx, null)));
  signature.signed = true;
}
