import { type AlertRow, api, type WatchRow } from '../api.ts';
import { asFault } from '../fault.ts';

let watches = $state.raw<readonly WatchRow[]>([]);
let alerts = $state.raw<readonly AlertRow[]>([]);
let locked = $state(false);
let ready = $state(false);

async function load(): Promise<void> {
  try {
    const [newWatches, newAlerts] = await Promise.all([api.watches(), api.alerts('open')]);
    watches = newWatches;
    alerts = newAlerts;
    locked = false;
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
  /** A token is wanted before anything is shown. */
  get locked(): boolean {
    return locked;
  },
  get ready(): boolean {
    return ready;
  },
  load,
};
