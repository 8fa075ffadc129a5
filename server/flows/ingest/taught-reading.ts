import { namesOfWatches, wordsOfWatches } from '../../core/mention/watch-words.ts';
import type { ReaderSettings, ReadingPool } from '../../core/reading/reading-pool.ts';
import { PLAIN_SETTINGS } from '../../core/reading/reading-pool.ts';
import type { Db } from '../../db/database.ts';
import { listWatches, watchGeneration } from '../../db/watch/watches.ts';

/**
 * A pool that knows the words and names of all active watches: before each batch it looks whether a watch was added,
 * changed or removed. What it is configured with goes along: the overlay as it is, the words on top.
 */
export function teachWatchWords(pool: ReadingPool, db: Db): ReadingPool {
  let given: ReaderSettings = PLAIN_SETTINGS;
  let taught: (Pick<ReaderSettings, 'words' | 'names'> & { readonly generation: string }) | null = null;
  const tell = () => {
    const words = [...new Set([...(taught?.words ?? []), ...given.words])];
    pool.configure({ ...given, words, names: taught?.names ?? given.names });
  };
  return {
    async readAll(inputs) {
      const generation = await watchGeneration(db);
      if (taught?.generation !== generation) {
        const watches = await listWatches(db, { activeOnly: true });
        const [words, names] = [wordsOfWatches(watches), namesOfWatches(watches)];
        const same = words.join() === taught?.words.join() && names.join() === taught.names.join();
        taught = { generation, words, names };
        if (!same) tell();
      }
      return pool.readAll(inputs);
    },
    configure(settings) {
      given = settings;
      tell();
    },
    close: () => pool.close(),
  };
}
