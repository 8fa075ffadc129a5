import { asFault } from './fault.ts';

/** Why it was refused is that the alert is not what is shown. */
const IS_STALE: readonly string[] = ['rose_since', 'conflict'];

/**
 * What somebody decides on an alert holds for what they saw of it: where it rose since, or somebody else decided, it is
 * loaded again, and the fault says so.
 * @throws RequestFault as the server said it
 */
export async function unlessRisen<T>(asked: Promise<T>, reload: () => void): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (IS_STALE.includes(asFault(error).code)) reload();
    throw error;
  }
}
