import { asFault } from './fault.ts';

const PAUSE_MS = 1_200;

/**
 * Asks for what changes nothing when it is asked for twice: where the line broke, nobody knows whether it arrived, and it
 * is sent once more before its reader is bothered.
 */
export async function surely<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (asFault(error).code !== 'offline') throw error;
    await new Promise((paused) => setTimeout(paused, PAUSE_MS));
    return ask();
  }
}
