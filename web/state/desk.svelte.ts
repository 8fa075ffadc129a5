import { accountApi } from '../api/accounts.ts';
import { type AlertRow, api, type WatchRow } from '../api/client.ts';
import { asFault } from '../fault.ts';
import { me } from './me.svelte.ts';

let watches = $state.raw<readonly WatchRow[]>([]);
let alerts = $state.raw<readonly AlertRow[]>([]);
let feedsDown = $state(0);
let locked = $state(false);
let ready = $state(false);
let guarded = $state(false);

/** Asks who is here. @returns whether there is anything to be shown to them */
async function look(): Promise<boolean> {
  const session = await accountApi.session();
  me.set(session);
  guarded = session.needsToken || session.accounts;
  locked = !session.loggedIn || session.mustChange;
  return !locked;
}

async function load(): Promise<void> {
  try {
    if ((!ready || locked) && !(await look())) return;
    const [newWatches, newAlerts, down] = await Promise.all([
      api.watches(),
      api.alerts('open'),
      api.feedsDown(),
    ]);
    watches = newWatches;
    alerts = newAlerts;
    feedsDown = down.length;
  } catch (error) {
    const { status, code } = asFault(error);
    // Logged out elsewhere, or given a password that is to be changed.
    if (status === 401 || code === 'password_due') {
      locked = true;
      await look().catch(() => {});
    }
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
  /** Somebody has to log in, or to choose a password, before anything is shown. */
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
  look,
  async leave(): Promise<void> {
    await accountApi.logout();
    locked = true;
    await look();
  },
};
