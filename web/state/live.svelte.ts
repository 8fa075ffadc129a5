import type { LiveEvent } from '../api/client.ts';
import { clock } from './clock.svelte.ts';

const KINDS = ['mentions', 'alert', 'feed', 'delivery', 'settings', 'labels', 'stories', 'resync'] as const;
const FIRST_WAIT = 1_000;
const MAX_WAIT_MS = 30_000;
/** The server says something every 15 s; who hears nothing for so long is not connected, whatever the browser thinks. */
const SILENCE = 37_500;
/** All pages miss the same events at the same moment: they load again spread over so long. */
const RESYNC_SPREAD = 4_000;

type Link = 'connecting' | 'open' | 'lost';
type Listener = (event: LiveEvent) => void;

let link = $state<Link>('connecting');
const listeners = new Set<Listener>();
/** When the line was last known to be good. */
let heardAt = $state<number | null>(null);
let silence: ReturnType<typeof setTimeout> | undefined;
let source: EventSource | null = null;
let opened = false;
let wait = FIRST_WAIT;
let timer: ReturnType<typeof setTimeout> | undefined;
let resync: ReturnType<typeof setTimeout> | undefined;

function hear(message: MessageEvent<string>): void {
  alive();
  let event: LiveEvent;
  try {
    event = JSON.parse(message.data) as LiveEvent;
  } catch {
    return;
  }
  if (event.kind === 'resync') resyncSoon();
  else notifyListeners(event);
}

function resyncSoon(): void {
  resync ??= setTimeout(() => {
    resync = undefined;
    notifyListeners({ kind: 'resync', at: Date.now() });
  }, Math.random() * RESYNC_SPREAD);
}

function notifyListeners(event: LiveEvent): void {
  for (const listener of listeners) listener(event);
}

function alive(): void {
  link = 'open';
  heardAt = clock.now;
  wait = FIRST_WAIT;
  listen();
}

/** From now on something must be heard: a server that hangs, or a line open at one end, fails in silence. */
function listen(): void {
  clearTimeout(silence);
  silence = setTimeout(() => {
    link = 'lost';
    source?.close();
    again();
  }, SILENCE);
}

function again(): void {
  clearTimeout(silence);
  clearTimeout(timer);
  timer = setTimeout(connect, wait);
  wait = Math.min(MAX_WAIT_MS, wait * 2);
}

function connect(): void {
  source = new EventSource('/api/live');
  listen();
  source.onopen = () => {
    alive();
    // What was said while the line was down was not heard.
    if (opened) resyncSoon();
    opened = true;
  };
  source.onerror = () => {
    link = 'lost';
    // The browser itself retries a dropped line, but gives up on a refusal: then it is our turn.
    if (source?.readyState !== EventSource.CLOSED) return;
    again();
  };
  source.addEventListener('ping', alive);
  for (const kind of KINDS) source.addEventListener(kind, hear);
}

/** The device knows first that it has no network: nothing shown is called live until something is heard again. */
function cut(): void {
  link = 'lost';
}
/** No use in waiting out what was agreed while there was no way. */
function back(): void {
  clearTimeout(timer);
  source?.close();
  wait = FIRST_WAIT;
  connect();
}

export const live = {
  get link(): Link {
    return link;
  },
  /** Null: nothing was heard yet. */
  get heardAt(): number | null {
    return heardAt;
  },
  start(): void {
    if (source) return;
    connect();
    addEventListener('offline', cut);
    addEventListener('online', back);
  },
  stop(): void {
    removeEventListener('offline', cut);
    removeEventListener('online', back);
    clearTimeout(timer);
    clearTimeout(silence);
    clearTimeout(resync);
    resync = undefined;
    source?.close();
    source = null;
    opened = false;
  },
};

/**
 * Calls `listener` for the named kinds while the component lives, at most once per `restMs`: during a
 * flood the page loads a few times, not a thousand. Where events may have been missed it is called too.
 */
export function onLive(kinds: readonly LiveEvent['kind'][], listener: () => void, restMs = 1_500): void {
  $effect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const ring = (): void => {
      waiting = undefined;
      last = Date.now();
      listener();
    };
    const hearOne: Listener = (event) => {
      const concerns = event.kind === 'resync' || kinds.includes(event.kind);
      if (!concerns || waiting) return;
      waiting = setTimeout(ring, Math.max(150, last + restMs - Date.now()));
    };
    listeners.add(hearOne);
    return () => {
      clearTimeout(waiting);
      listeners.delete(hearOne);
    };
  });
}
