import { HOUR, type Instant, MINUTE } from '../../server/core/time.ts';
import type { HostRest } from './fetch-store.ts';

const FAILURES_TO_OPEN = 5;
const OPEN_FOR = 10 * MINUTE;
/** A server may ask for a year; a day is as long as we leave it before asking again. */
const LONGEST_PAUSE = 24 * HOUR;

interface HostState {
  failures: number;
  openUntil: Instant;
  probing: boolean;
  why: string;
}

/** What one answered or failed request says about its host. */
export type Effect =
  | { readonly kind: 'good' }
  | { readonly kind: 'bad'; readonly why: string; readonly until?: Instant }
  | { readonly kind: 'refusing'; readonly why: string; readonly until?: Instant }
  | { readonly kind: 'nothing' };

export type Admission =
  | { readonly ok: true }
  | { readonly ok: false; readonly retryAt: Instant; readonly why: string };

export interface Circuit {
  /** Call right before a request; each `ok` must be followed by one `record`. */
  admit(host: string): Admission;
  /** What is to be remembered of it: the host is at rest from now on, or (`until` 0) no longer; else null. */
  record(host: string, effect: Effect): HostRest | null;
  /** Takes up what is remembered of a host, by whichever process; null: it is not at rest. */
  follow(host: string, rest: HostRest | null): void;
}

/**
 * One breaker per host. Five failures in a row, or one wall, or a Retry-After open it; when the time
 * is up a single probe goes through (half open) and decides: good closes, bad opens for as long again.
 */
export function createCircuit(now: () => Instant): Circuit {
  const hosts = new Map<string, HostState>();
  const stateOf = (host: string): HostState => {
    const known = hosts.get(host) ?? { failures: 0, openUntil: 0, probing: false, why: '' };
    hosts.set(host, known);
    return known;
  };
  return {
    admit(host) {
      const state = stateOf(host);
      if (state.openUntil === 0) return { ok: true };
      const at = now();
      if (at < state.openUntil) return { ok: false, retryAt: state.openUntil, why: state.why };
      if (state.probing)
        return { ok: false, retryAt: at + MINUTE, why: `${state.why}; a probe is under way` };
      state.probing = true;
      return { ok: true };
    },
    record(host, effect) {
      const state = stateOf(host);
      const probed = state.probing;
      state.probing = false;
      if (effect.kind === 'nothing') return null;
      if (effect.kind === 'good') {
        hosts.delete(host);
        return state.openUntil === 0 ? null : { host, until: 0, why: '' };
      }
      state.failures += 1;
      const asked = effect.until !== undefined;
      if (effect.kind === 'bad' && !asked && !probed && state.failures < FAILURES_TO_OPEN) return null;
      const at = now();
      state.openUntil = Math.min(effect.until ?? at + OPEN_FOR, at + LONGEST_PAUSE);
      state.why = effect.why;
      return { host, until: state.openUntil, why: state.why };
    },
    follow(host, rest) {
      const state = stateOf(host);
      if (state.openUntil === (rest?.until ?? 0)) return;
      // Another one's probe found it well again.
      if (rest === null) hosts.delete(host);
      else Object.assign(state, { openUntil: rest.until, why: rest.why });
    },
  };
}
