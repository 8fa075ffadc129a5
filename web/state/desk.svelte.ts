import { accountApi } from '../api/accounts.ts';
import { type AlertRow, api, type WatchRow } from '../api/client.ts';
import { asFault, type Fault } from '../fault.ts';
import { me } from './me.svelte.ts';

const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;

/** Null until the server has said it once. */
let watches = $state.raw<readonly WatchRow[] | null>(null);
let alerts = $state.raw<readonly AlertRow[] | null>(null);
let feedsDown = $state.raw<number | null>(null);
let locked = $state(false);
let ready = $state(false);
let guarded = $state(false);
let fault = $state.raw<Fault | undefined>();
let wait = FIRST_WAIT_MS;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | null = null;
let next: Promise<void> | null = null;

/** Asks who is here. @returns whether there is anything to be shown to them */
async function look(): Promise<boolean> {
  const session = await accountApi.session();
  me.set(session);
  guarded = session.needsToken || session.accounts;
  locked = !session.loggedIn || session.mustChange;
  ready = true;
  return !locked;
}

/** Logged out elsewhere, or given a password that is to be changed. */
const isShutOut = ({ status, code }: Fault): boolean => status === 401 || code === 'password_due';
/** A refusal is the same when asked again. */
const mayPass = (each: Fault): boolean => each.status === 0 || each.status === 429 || each.status >= 500;

/** Each by itself: one that fails takes nothing from the others. @returns what failed */
async function readEach(): Promise<readonly Fault[]> {
  const reads = await Promise.allSettled([
    api.watches().then((rows) => {
      watches = rows;
    }),
    api.alerts('open').then((rows) => {
      alerts = rows;
    }),
    api.feedsDown().then((rows) => {
      feedsDown = rows.length;
    }),
  ]);
  return reads.flatMap((read) => (read.status === 'rejected' ? [asFault(read.reason)] : []));
}

/** @returns what is worth another try */
async function attempt(): Promise<Fault | undefined> {
  try {
    if ((!ready || locked) && !(await look())) return undefined;
    const faults = await readEach();
    const out = faults.find(isShutOut);
    if (!out) return faults.find(mayPass);
    locked = true;
    return (await look()) ? out : undefined;
  } catch (error) {
    return asFault(error);
  }
}

async function run(): Promise<void> {
  clearTimeout(timer);
  fault = await attempt();
  running = null;
  if (!fault) {
    wait = FIRST_WAIT_MS;
    return;
  }
  timer = setTimeout(() => void load(), wait);
  wait = Math.min(MAX_WAIT_MS, wait * 2);
}

/** Ends when what was asked for after this call is known, or was not to be had; then it is asked for again and again. */
function load(): Promise<void> {
  if (!running) {
    running = run();
    return running;
  }
  next ??= running.then(() => {
    next = null;
    return load();
  });
  return next;
}

/** What the frame around every page knows: the watches to pick from and the alerts that ring. */
export const desk = {
  get watches(): readonly WatchRow[] {
    return watches ?? [];
  },
  get alerts(): readonly AlertRow[] {
    return alerts ?? [];
  },
  /** How many feeds are out of order. */
  get feedsDown(): number {
    return feedsDown ?? 0;
  },
  /** Which of them the server has told at all: none is not the same as not known. */
  get known(): { readonly watches: boolean; readonly alerts: boolean; readonly feedsDown: boolean } {
    return { watches: watches !== null, alerts: alerts !== null, feedsDown: feedsDown !== null };
  },
  /** What keeps it from being known; it is tried again. */
  get fault(): Fault | undefined {
    return fault;
  },
  /** Somebody has to log in, or to choose a password, before anything is shown. */
  get locked(): boolean {
    return locked;
  },
  /** People log in here, so they can log out too. */
  get guarded(): boolean {
    return guarded;
  },
  /** It is known who is here: before that nothing is shown that somebody may not do. */
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
