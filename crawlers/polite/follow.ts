import { parseHttpUrl } from '../urls.ts';
import type { Circuit, Effect } from './circuit.ts';
import type { HostQueues } from './host-queues.ts';
import type { Answer, Damaged, Failure, Requester } from './requester.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** One thing to get, with what its owner decides on the way: permission per hop, meaning at the end. */
export interface Errand<T> {
  readonly start: URL;
  readonly accept: string;
  readonly maxBytes: number;
  readonly cut: boolean;
  /** Before each hop: headers to add, or a result that ends the errand. */
  prepare(
    url: URL,
  ): Promise<{ readonly headers: Readonly<Record<string, string>> } | { readonly stop: T | Failure }>;
  /** What the final answer is, and what it says about its host. */
  read(answer: Answer): { readonly result: T | Failure; readonly effect: Effect };
}

export type Follower = <T>(errand: Errand<T>) => Promise<T | Failure | Damaged>;

export interface FollowerDeps {
  readonly send: Requester['send'];
  readonly queues: HostQueues;
  readonly circuit: Circuit;
  readonly closing: AbortSignal;
  readonly userAgent: string;
}

/** Walks redirects itself, so that every hop passes permission, the target's queue and its circuit. */
export function createFollower(deps: FollowerDeps): Follower {
  return async (errand) => {
    let url = errand.start;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const step = await takeStep(deps, errand, url);
      if (!('next' in step)) return step.end;
      const next = parseHttpUrl(step.next, url.href);
      if (next === null) return failed('bad-url', `redirected to ${step.next.slice(0, 200)}`);
      url = next;
    }
    return failed('too-many-redirects', `more than ${MAX_REDIRECTS}, last to ${url.href}`);
  };
}

type Step<T> = { readonly next: string } | { readonly end: T | Failure | Damaged };

async function takeStep<T>(deps: FollowerDeps, errand: Errand<T>, url: URL): Promise<Step<T>> {
  const prepared = await errand.prepare(url);
  if ('stop' in prepared) return { end: prepared.stop };
  const headers = {
    'user-agent': deps.userAgent,
    accept: errand.accept,
    'accept-encoding': 'gzip, deflate, br',
    ...prepared.headers,
  };
  try {
    return await deps.queues.run(url.host, () => turn(deps, errand, url, headers));
  } catch (error) {
    if (deps.closing.aborted) return { end: failed('aborted', 'the fetcher was closed') };
    throw error;
  }
}

/** Runs when it is our turn at the host: the circuit may have opened while we waited. */
async function turn<T>(
  { send, circuit }: FollowerDeps,
  errand: Errand<T>,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<Step<T>> {
  const admission = circuit.admit(url.host);
  if (!admission.ok) {
    return {
      end: {
        ...failed('circuit-open', `${url.host} is left alone: ${admission.why}`),
        retryAt: admission.retryAt,
      },
    };
  }
  const answer = await send({ url, headers, maxBytes: errand.maxBytes, cut: errand.cut });
  if (answer.kind !== 'answer') {
    circuit.record(url.host, effectOf(answer));
    return { end: answer };
  }
  const location = REDIRECTS.has(answer.status) ? answer.headers.location : undefined;
  if (location !== undefined) {
    circuit.record(url.host, { kind: 'good' });
    return { next: location };
  }
  const { result, effect } = errand.read(answer);
  circuit.record(url.host, effect);
  return { end: result };
}

/** Only what shows a host in trouble counts against it. */
function effectOf(answer: Failure | Damaged): Effect {
  if (answer.kind === 'damaged') return { kind: 'nothing' };
  const trouble = /^(timeout|dns|refused|reset|tls)$/.test(answer.reason);
  return trouble ? { kind: 'bad', why: answer.reason } : { kind: 'nothing' };
}

function failed(reason: Failure['reason'], detail: string): Failure {
  return { kind: 'failed', reason, detail, bytes: 0 };
}
