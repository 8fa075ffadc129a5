import { asFault } from './fault.ts';

/**
 * What somebody decides on an alert holds for what they saw of it: where it rose since, it is loaded again, and the
 * fault says so.
 * @throws RequestFault as the server said it
 */
export async function unlessRisen<T>(asked: Promise<T>, reload: () => void): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (asFault(error).code === 'rose_since') reload();
    throw error;
  }
}
