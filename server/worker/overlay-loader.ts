import {
  modelsOf,
  PLAIN_SETTINGS,
  type ReaderSettings,
  type ReadInput,
  type ReadingPool,
  type ReadOutcome,
  versionOf,
} from '../core/reading/reading-pool.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { activeOverlayId, readActiveOverlay, writeRunningOverlay } from '../db/reading/overlays.ts';
import type { Log } from '../log.ts';
import { unpackOverlay } from '../text/overlay.ts';

/** What the team taught, and the threads that shall read by it. */
export interface OverlayLoader {
  /** Reads with the reader alone, whatever is in use. */
  readPlain(inputs: readonly ReadInput[]): Promise<readonly ReadOutcome[]>;
  /** Puts into the threads what the database says is in use, and keeps on record what they use now. */
  configure(): Promise<void>;
  /** The same, if the database says something else than what is in the threads. */
  follow(): Promise<void>;
}

export function createOverlayLoader(deps: {
  readonly pool: ReadingPool;
  /** The same pool, as everybody else reads with it. */
  readonly reading: ReadingPool;
  readonly db: Db;
  readonly log: Pick<Log, 'warn'>;
  now(): Instant;
}): OverlayLoader {
  let settings = PLAIN_SETTINGS;
  /** As the database said last, used or not. */
  let known: number | null = null;
  let last = Promise.resolve();
  const readPlain = (inputs: readonly ReadInput[]) => {
    deps.pool.configure(PLAIN_SETTINGS);
    // Texts are read by the settings of the moment in which they were given.
    const answer = deps.pool.readAll(inputs);
    deps.reading.configure(settings);
    return answer;
  };
  const configure = async () => {
    const reader = modelsOf(await versionOf({ readAll: readPlain }));
    const { active, id, damaged, settings: wanted } = await pick(deps.db, deps.log, reader);
    known = active;
    settings = wanted;
    deps.reading.configure(settings);
    const version = await versionOf(deps.reading);
    await writeRunningOverlay(deps.db, { id, damaged, reader, version, at: deps.now() });
  };
  // One after the other: the last one asked for is the last to put in what the database says.
  const inTurn = () => {
    const turn = last.catch(() => {}).then(configure);
    last = turn;
    return turn;
  };
  return {
    readPlain,
    configure: inTurn,
    async follow() {
      if ((await activeOverlayId(deps.db)) !== known) await inTurn();
    },
  };
}

interface Picked {
  /** What the database says is in use. */
  readonly active: number | null;
  /** What is used of that. */
  readonly id: number | null;
  readonly damaged: number | null;
  readonly settings: ReaderSettings;
}

async function pick(db: Db, log: Pick<Log, 'warn'>, reader: string): Promise<Picked> {
  const overlay = await readActiveOverlay(db);
  const none = { active: overlay?.id ?? null, id: null, damaged: null, settings: PLAIN_SETTINGS };
  if (overlay === null) return none;
  const { id, bytes } = overlay;
  if (overlay.reader !== reader) {
    log.warn({ id, trainedOn: overlay.reader, reader }, 'an overlay of another reader is not used');
    return none;
  }
  try {
    unpackOverlay(bytes);
  } catch (err) {
    log.warn({ id, err }, 'an overlay is damaged and not used');
    return { ...none, damaged: id };
  }
  return { ...none, id, settings: { ...PLAIN_SETTINGS, overlay: bytes } };
}
