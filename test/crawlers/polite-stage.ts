import { afterEach, beforeEach } from 'vitest';
import { createMemoryFetchStore, type FetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher, type PoliteDeps, type PoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import { type ReplayServer, type Reply, startReplayServer } from '../support/replay-server.ts';

export const ALLOW_ALL: Reply = { body: 'User-agent: *\nDisallow:\n', type: 'text/plain' };

/** Every name leads to loopback, so that one server can stand for many hosts. */
const toLoopback: PoliteDeps['lookup'] = (_host, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

/** A server, a memory and a clock for each test of the file, and the fetchers that are opened on them. */
class PoliteStage {
  server!: ReplayServer;
  store!: FetchStore;
  clock!: { now: number };
  open: PoliteFetcher[] = [];

  fetcherWith(more: Partial<PoliteDeps> = {}, interval = 0): PoliteFetcher {
    const local = { minInterval: interval };
    const localHosts = { '127.0.0.1': local, 'a.test': local, 'b.test': local };
    const base = {
      store: this.store,
      contact: 'https://example.org/bot',
      now: () => this.clock.now,
      localHosts,
      lookup: toLoopback,
    };
    const fetcher = createPoliteFetcher({ ...base, ...more } as PoliteDeps);
    this.open.push(fetcher);
    return fetcher;
  }

  pathsSeen() {
    return this.server.seen.map(({ path }) => path);
  }
}

/** Sets the stage before each test of the file that calls it, and clears it afterwards. */
export function politeStage(): PoliteStage {
  const stage = new PoliteStage();
  beforeEach(async () => {
    stage.server = await startReplayServer({ '/robots.txt': ALLOW_ALL });
    stage.store = createMemoryFetchStore();
    stage.clock = { now: Date.parse('2026-11-22T10:00:00+08:00') };
    stage.open = [];
  });
  afterEach(async () => {
    await Promise.all(stage.open.map((fetcher) => fetcher.close()));
    await stage.server.close();
  });
  return stage;
}
