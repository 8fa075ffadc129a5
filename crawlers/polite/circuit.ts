import { HOUR, type Instant, MINUTE } from '../../server/core/time.ts';
import type { HostRest } from './fetch-store.ts';

const FAILURES_TO_OPEN = 5;
const OPEN_FOR = 10 * MINUTE;
/** A server may ask for a year; a day is as long as we leave it before asking again. */
const MAX_PAUSE_MS = 24 * HOUR;

interface HostState {
  failures: number;
  openUntil: Instant;
  probing: boolean;
  why: string;
  /** It gave a page the last time it gave anything. */
  isWelcome: boolean;
}

/** What one answered or failed request says about its host. */
export type Effect =
  /** `page`: it gave what was asked for; its rules alone say nothing about that. */
  | { readonly kind: 'good'; readonly page?: true }
  | { readonly kind: 'bad'; readonly why: string; readonly until?: Instant }
  | { readonly kind: 'refusing'; readonly why: string; readonly until?: Instant }
  /** One address is refused, which may be its own matter. */
  | { readonly kind: 'doubtful'; readonly why: string; readonly until?: Instant }
  | { readonly kind: 'nothing' };

/** So many failures in a row open the circuit. A host that gave a page just before may refuse one address. */
function leastOf(kind: Exclude<Effect['kind'], 'good' | 'nothing'>, isWelcome: boolean): number {
  if (kind === 'bad') return FAILURES_TO_OPEN;
  return kind === 'doubtful' && isWelcome ? 2 : 1;
}

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
 * One breaker per host. Five failures in a row, one wall, or a Retry-After open it, and one address that is refused by
 * its status alone, the second in a row where pages came before; when the time
 * is up a single probe goes through (half open) and decides: good closes, bad opens for as long again.
 */
export function createCircuit(now: () => Instant): Circuit {
  const hosts = new Map<string, HostState>();
  const stateOf = (host: string): HostState => {
    const known = hosts.get(host) ?? { failures: 0, openUntil: 0, probing: false, why: '', isWelcome: false };
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
        if (effect.page || state.isWelcome) stateOf(host).isWelcome = true;
        return state.openUntil === 0 ? null : { host, until: 0, why: '' };
      }
      state.failures += 1;
      const asked = effect.until !== undefined;
      if (!asked && !probed && state.failures < leastOf(effect.kind, state.isWelcome)) return null;
      state.isWelcome = false;
      const at = now();
      state.openUntil = Math.min(effect.until ?? at + OPEN_FOR, at + MAX_PAUSE_MS);
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
