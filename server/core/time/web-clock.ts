import { DAY, type Instant, MINUTE, SECOND } from '../time.ts';

/** What one host's answer says of the time. All milliseconds. */
export interface DateHeard {
  readonly host: string;
  /** Of its `Date` header, which counts whole seconds. */
  readonly date: Instant;
  /** Between these two moments of our clock it must have been written. */
  readonly from: Instant;
  readonly to: Instant;
}

/** Readings older than this say nothing of now. */
const FRESH = 30 * MINUTE;
/** One host may have a wrong clock of its own. */
const MIN_HOSTS = 3;

/** Remembers what the hosts that are crawled say the time is. */
export interface WebClock {
  hear(heard: DateHeard): void;
  /** Milliseconds that our clock is ahead of the middle one of them; null while too few are known. */
  offset(now: Instant): number | null;
}

export function createWebClock(): WebClock {
  const last = new Map<string, { readonly ahead: number; readonly at: Instant }>();
  return {
    hear({ host, date, from, to }) {
      if (!Number.isFinite(date) || Math.abs(date - to) > 400 * DAY) return;
      last.set(host, { ahead: aheadOf(date, from, to), at: to });
    },
    offset(now) {
      for (const [host, { at }] of last) if (Math.abs(now - at) > FRESH) last.delete(host);
      if (last.size < MIN_HOSTS) return null;
      const sorted = [...last.values()].map(({ ahead }) => ahead).sort((a, b) => a - b);
      return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
    },
  };
}

/** Nought where the answer can have been written within the time that it took. */
function aheadOf(date: Instant, from: Instant, to: Instant): number {
  if (date + SECOND < from) return from - (date + SECOND);
  return date > to ? to - date : 0;
}
