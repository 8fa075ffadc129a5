import { type AlertRow, api, type WatchRow } from '../api.ts';
import { asFault } from '../fault.ts';

let watches = $state.raw<readonly WatchRow[]>([]);
let alerts = $state.raw<readonly AlertRow[]>([]);
let feedsDown = $state(0);
let locked = $state(false);
let ready = $state(false);
let guarded = $state(false);

async function load(): Promise<void> {
  try {
    if (!ready || locked) {
      const session = await api.session();
      guarded = session.needsToken;
      locked = session.needsToken && !session.loggedIn;
      if (locked) return;
    }
    const [newWatches, newAlerts, down] = await Promise.all([
      api.watches(),
      api.alerts('open'),
      api.feedsDown(),
    ]);
    watches = newWatches;
    alerts = newAlerts;
    feedsDown = down.length;
  } catch (error) {
    if (asFault(error).status === 401) locked = true;
  } finally {
    ready = true;
  }
}

/** What the frame around every page knows: the watches to pick from and the alerts that ring. */
export const desk = {
  get watches(): readonly WatchRow[] {
    return watches;
  },
  get alerts(): readonly AlertRow[] {
    return alerts;
  },
  /** How many feeds are out of order. */
  get feedsDown(): number {
    return feedsDown;
  },
  /** A token is wanted before anything is shown. */
  get locked(): boolean {
    return locked;
  },
  /** People log in here, so they can log out too. */
  get guarded(): boolean {
    return guarded;
  },
  get ready(): boolean {
    return ready;
  },
  load,
  async leave(): Promise<void> {
    await api.logout();
    locked = true;
  },
};
