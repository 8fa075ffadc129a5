import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SoakSize, startSoakHosts } from './soak-hosts.ts';
import { compareStored, settle } from './soak-ledger.ts';
import type { SoakFelt } from './soak-process.ts';
import { prepareSoak, startSoaked } from './soak-start.ts';

export interface SoakCount {
  readonly requests: number;
  readonly faults: number;
  readonly unchanged: number;
}

export interface SoakPlan extends SoakSize {
  /** Seconds between two runs of a feed. */
  readonly every: number;
  /** Seconds until the process is killed without warning (0: it is not), and from then to the end. */
  readonly seconds: readonly [number, number];
  /** Tells what is enough, whatever the time. */
  readonly enough?: (count: SoakCount) => boolean;
}

export interface SoakFigures {
  readonly requests: number;
  readonly faults: number;
  readonly unchanged: number;
  readonly breaches: readonly string[];
  /** Items handed over whole that are not stored; stored ones that were never shown; stored twice. */
  readonly lost: readonly string[];
  readonly invented: readonly string[];
  readonly doubled: number;
  readonly stored: number;
  /** Mentions whose hourly count does not agree. */
  readonly miscounted: number;
  readonly runs: number;
  readonly felt: SoakFelt;
  /** The longest hold-up of a loop in a process that does nothing: what the machine itself adds, in ms. */
  readonly idle: number;
  /** ms that a page took meanwhile. */
  readonly slowestPage: number;
}

/** Crawls many hosts, some of them ill, with the real product, which is killed once on the way. */
export async function soak(
  folder: string,
  plan: SoakPlan,
  note: (text: string) => void,
): Promise<SoakFigures> {
  const far = await startSoakHosts(plan);
  await prepareSoak(join(folder, 'tingchao.db'), far.names, plan);
  const localHosts = Object.fromEntries(far.names.map((name) => [name, { minInterval: plan.interval }]));
  const pages = { slowest: 0 };
  const [untilKilled, untilEnd] = plan.seconds;
  const run = async (seconds: number): Promise<ChildProcess> => {
    const { child, url } = await startSoaked(folder, localHosts);
    const watching = lookAtPages(url, pages);
    await pass(seconds, far.count, plan.enough, note);
    watching.stop();
    return child;
  };
  if (untilKilled > 0) {
    const first = await run(untilKilled);
    first.kill('SIGKILL');
    await once(first, 'exit');
    far.forget();
    note('killed, and started again');
  }
  const idle = fork(new URL('./soak-idle.ts', import.meta.url));
  const last = await run(untilEnd);
  await far.close();
  await settle(folder, far.handedOver);
  const [{ felt }, { max }] = await Promise.all([
    tell<{ felt: SoakFelt }>(last),
    tell<{ max: number }>(idle),
  ]);
  await once(last, 'exit');
  const { breaches, count } = far;
  return { ...count, breaches, ...compareStored(folder, far), felt, idle: max, slowestPage: pages.slowest };
}

async function tell<Told>(child: ChildProcess): Promise<Told> {
  child.send('tell');
  return (await once(child, 'message'))[0] as Told;
}

/** People look at pages meanwhile. */
function lookAtPages(url: string, pages: { slowest: number }): { stop(): void } {
  const stop = new AbortController();
  const look = async () => {
    while (!stop.signal.aborted) {
      for (const page of ['overview', 'mentions', 'feeds']) {
        const from = performance.now();
        await fetch(`${url}/api/${page}`, { signal: stop.signal }).then((answer) => answer.text());
        pages.slowest = Math.max(pages.slowest, Math.round(performance.now() - from));
      }
      await sleep(500, undefined, { signal: stop.signal });
    }
  };
  look().catch(() => undefined);
  return { stop: () => stop.abort() };
}

async function pass(
  seconds: number,
  count: SoakCount,
  enough: SoakPlan['enough'],
  note: (text: string) => void,
): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  for (let second = 1; Date.now() < end && !enough?.(count); second += 1) {
    await sleep(1_000);
    if (second % 10 === 0) note(`${count.requests} requests, ${count.faults} faults`);
  }
}
