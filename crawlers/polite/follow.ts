import type { Asking } from '../../server/core/feed/source.ts';
import type { DateHeard } from '../../server/core/time/web-clock.ts';
import type { Instant } from '../../server/core/time.ts';
import { parseHttpUrl } from '../urls.ts';
import type { Effect } from './circuit.ts';
import type { Answer, Damaged, Failure, HttpRequest } from './exchange.ts';
import { type HostQueues, HostResting } from './host-queues.ts';
import type { LastingCircuit } from './lasting-circuit.ts';
import type { Requester } from './requester.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** These two ask for the same request again, body and all; the others for a look without it. */
const REPEATS = new Set([307, 308]);

/** One thing to get, with what its owner decides on the way: permission per hop, meaning at the end. */
export interface FetchTask<T> {
  readonly start: URL;
  readonly accept: string;
  readonly maxBytes: number;
  readonly cut: boolean;
  readonly post?: NonNullable<Asking['post']>;
  /** Before each hop: headers to add, or a result that ends the task. `posted`: the body goes with it. */
  prepare(
    url: URL,
    posted: boolean,
  ): Promise<{ readonly headers: Readonly<Record<string, string>> } | { readonly stop: T | Failure }>;
  /** What the final answer is, and what it says about its host. */
  read(answer: Answer): { readonly result: T | Failure; readonly effect: Effect };
  /** What an answer is that stopped in the middle: as if nothing had come of it, without. */
  readBeginning?(begun: Answer, why: Failure | Damaged): T | Failure | Damaged;
}

export type Follower = <T>(task: FetchTask<T>) => Promise<T | Failure | Damaged>;

export interface FollowerDeps {
  readonly send: Requester['send'];
  readonly queues: HostQueues;
  readonly circuit: LastingCircuit;
  readonly closing: AbortSignal;
  now(): Instant;
  readonly userAgent: string;
  /** Told what time each host says it is, and between which moments of ours it said so. */
  readonly onDate?: ((heard: DateHeard) => void) | undefined;
}

/** Walks redirects itself, so that every hop passes permission, the target's queue and its circuit. */
export function createFollower(deps: FollowerDeps): Follower {
  return async (task) => {
    let url = task.start;
    let posted = task.post !== undefined;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const step = await takeStep(deps, task, url, posted);
      if (!('next' in step)) return step.end;
      const next = parseHttpUrl(step.next, url.href);
      if (next === null) return failed('bad-url', `redirected to ${step.next.slice(0, 200)}`);
      posted &&= step.repeat;
      if (posted && !keepsCompany(next, task.start))
        return failed('bad-url', `what was asked of ${task.start.host} is not carried to ${next.origin}`);
      url = next;
    }
    return failed('too-many-redirects', `more than ${MAX_REDIRECTS}, last to ${url.href}`);
  };
}

/** The host that a body or a credential was meant for, over a line no weaker than that. */
export function keepsCompany(url: URL, start: URL): boolean {
  return url.host === start.host && (url.protocol === start.protocol || url.protocol === 'https:');
}

type Step<T> = { readonly next: string; readonly repeat: boolean } | { readonly end: T | Failure | Damaged };

async function takeStep<T>(
  deps: FollowerDeps,
  task: FetchTask<T>,
  url: URL,
  posted: boolean,
): Promise<Step<T>> {
  const prepared = await task.prepare(url, posted);
  if ('stop' in prepared) return { end: prepared.stop };
  const headers = {
    'user-agent': deps.userAgent,
    accept: task.accept,
    'accept-encoding': 'gzip, deflate, br',
    ...prepared.headers,
  };
  const { post, maxBytes, cut } = task;
  const ask = { url, headers, maxBytes, cut, ...(posted && post !== undefined && { body: post.body }) };
  try {
    return await deps.queues.run(url.host, () => turn(deps, task, ask));
  } catch (error) {
    if (deps.closing.aborted) return { end: failed('aborted', 'the fetcher was closed') };
    if (error instanceof HostResting)
      return { end: { ...failed('circuit-open', error.message), retryAt: deps.now() + error.milliseconds } };
    throw error;
  }
}

/** Runs when it is our turn at the host: the circuit may have opened while we waited. */
async function turn<T>(deps: FollowerDeps, task: FetchTask<T>, ask: HttpRequest): Promise<Step<T>> {
  const { circuit } = deps;
  const { url } = ask;
  const admission = await circuit.admit(url.host);
  if (!admission.ok) {
    return {
      end: {
        ...failed('circuit-open', `${url.host} is left alone: ${admission.why}`),
        retryAt: admission.retryAt,
      },
    };
  }
  const answer = await timed(deps, ask);
  if (answer.kind === 'broken-off') {
    await circuit.record(url.host, effectOf(answer.why));
    return { end: task.readBeginning?.(answer.begun, answer.why) ?? answer.why };
  }
  if (answer.kind !== 'answer') {
    await circuit.record(url.host, effectOf(answer));
    return { end: answer };
  }
  const location = REDIRECTS.has(answer.status) ? answer.headers.location : undefined;
  if (location !== undefined) {
    await circuit.record(url.host, { kind: 'good' });
    return { next: location, repeat: REPEATS.has(answer.status) };
  }
  const { result, effect } = task.read(answer);
  await circuit.record(url.host, effect);
  return { end: result };
}

async function timed({ send, now, onDate }: FollowerDeps, ask: HttpRequest): ReturnType<Requester['send']> {
  const from = now();
  const answer = await send(ask);
  // What a cache kept was dated when it was stored.
  if (answer.kind === 'answer' && answer.headers.date !== undefined && answer.headers.age === undefined)
    onDate?.({ host: ask.url.host, date: Date.parse(answer.headers.date), from, to: now() });
  return answer;
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
