import { untrack } from 'svelte';
import { type DrillAct, type DrillScreen, type DrillTurn, drillApi } from '../api/drills.ts';
import type { Fault } from '../fault.ts';
import { action } from './action.svelte.ts';
import { clock } from './clock.svelte.ts';
import { signer } from './signer.svelte.ts';

export interface DrillRun {
  readonly busy: boolean;
  readonly fault: Fault | undefined;
  act(act: DrillAct, done?: () => void, anyway?: boolean): void;
  turn(turn: DrillTurn): void;
  clear(): void;
}

/** What one part of a running drill does; each has its own, so that a fault stands where it arose. */
export function drillRun(id: () => number, onchange: (screen: DrillScreen) => void): DrillRun {
  const doing = action();
  const run = (work: (by: string) => Promise<DrillScreen>, done?: () => void): void =>
    signer.sign(
      (by) =>
        void doing.run(
          () => work(by),
          (screen) => {
            onchange(screen);
            done?.();
          },
        ),
    );
  return {
    get busy() {
      return doing.busy;
    },
    get fault() {
      return doing.fault;
    },
    act: (act, done, anyway = false) => run((by) => drillApi.act(id(), { by, act, anyway }), done),
    turn: (turn) => run((by) => drillApi.turn(id(), turn, by)),
    clear: () => doing.clear(),
  };
}

/** What the drill's clock shows now: the server's word, carried on by this machine's seconds. */
export function drillElapsed(screen: () => DrillScreen): { readonly now: number } {
  let heard = $state.raw<DrillScreen | null>(null);
  let heardAt = $state(0);
  $effect(() => {
    heard = screen();
    heardAt = untrack(() => clock.now);
  });
  return {
    get now() {
      const { time, speed, scenario } = screen();
      if (time.state !== 'running' || heard !== screen()) return time.elapsed;
      const since = Math.max(0, clock.now - heardAt) * speed;
      return Math.min(scenario.minutes * 60_000, time.elapsed + since);
    },
  };
}

type Found = readonly {
  readonly kind: 'unfilled' | 'banned' | 'personal';
  readonly words: string;
}[];

/** What the check found in a statement that was not let out. */
export function foundIn(fault: Fault | undefined): Found {
  return fault?.code === 'statement_not_ready' ? ((fault.details.faults ?? []) as Found) : [];
}
