import { PLAIN_SETTINGS, type ReadInput, type ReadingPool, type ReadOutcome } from './core/reading-pool.ts';
import type { Instant } from './core/time.ts';
import type { Db } from './db/database.ts';
import { readActiveOverlay, writeRunningOverlay } from './db/overlays.ts';
import type { Log } from './log.ts';
import { unpackOverlay } from './text/overlay.ts';

/** What the team taught, and the threads that shall read by it. */
export interface Teaching {
  /** Reads with the reader alone, whatever is in use. */
  readPlain(inputs: readonly ReadInput[]): Promise<readonly ReadOutcome[]>;
  /** Puts into the threads what the database says is in use, and keeps on record what they use now. */
  configure(): Promise<void>;
}

export function createTeaching(deps: {
  readonly pool: ReadingPool;
  /** The same pool, as everybody else reads with it. */
  readonly reading: ReadingPool;
  readonly db: Db;
  readonly log: Pick<Log, 'warn'>;
  now(): Instant;
}): Teaching {
  let settings = PLAIN_SETTINGS;
  const readPlain = (inputs: readonly ReadInput[]) => {
    deps.pool.configure(PLAIN_SETTINGS);
    // Texts are read by the settings of the moment in which they were given.
    const answer = deps.pool.readAll(inputs);
    deps.reading.configure(settings);
    return answer;
  };
  return {
    readPlain,
    async configure() {
      const [probe] = await readPlain([{ text: '开机' }]);
      const reader = probe !== undefined && 'reader' in probe ? probe.reader : '';
      const id = await pick(reader);
      deps.reading.configure(settings);
      await writeRunningOverlay(deps.db, { id, reader, at: deps.now() });
    },
  };

  async function pick(reader: string): Promise<number | null> {
    settings = PLAIN_SETTINGS;
    const active = await readActiveOverlay(deps.db);
    if (active === null) return null;
    const { id, bytes } = active;
    if (active.reader !== reader) {
      deps.log.warn({ id, trainedOn: active.reader, reader }, 'an overlay of another reader is not used');
      return null;
    }
    try {
      unpackOverlay(bytes);
    } catch (err) {
      deps.log.warn({ id, err }, 'an overlay is damaged and not used');
      return null;
    }
    settings = { words: [], overlay: bytes };
    return id;
  }
}
