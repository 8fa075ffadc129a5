import { type Report, type ReportAmendment, reportsApi } from '../api/reports.ts';
import { asFault, type Fault } from '../fault.ts';
import { action } from './action.svelte.ts';
import { signer } from './signer.svelte.ts';

/** Who else changed a report while somebody wrote. */
export interface Clash {
  readonly by: string;
  readonly at: number;
}

interface Saved {
  readonly report: Report;
  readonly clash: Clash | null;
}

/**
 * Saves one part of a report. Where somebody else saved meanwhile, nothing is overwritten: what is stored now is shown
 * beside what was typed, and saving once more is meant.
 */
export function amending(
  report: () => Report,
  onchange: (report: Report) => void,
): {
  readonly busy: boolean;
  readonly fault: Fault | undefined;
  readonly clash: Clash | null;
  save(change: (now: Report) => Partial<ReportAmendment>, done: () => void): void;
  clear(): void;
} {
  const doing = action();
  let clash = $state.raw<Clash | null>(null);
  return {
    get busy() {
      return doing.busy;
    },
    get fault() {
      return doing.fault;
    },
    get clash() {
      return clash;
    },
    save(change, done) {
      signer.sign((by) => {
        void doing.run(
          () => store(report(), change, by),
          (saved) => {
            clash = saved.clash;
            onchange(saved.report);
            if (clash === null) done();
          },
        );
      });
    },
    clear() {
      clash = null;
      doing.clear();
    },
  };
}

async function store(
  now: Report,
  change: (now: Report) => Partial<ReportAmendment>,
  by: string,
): Promise<Saved> {
  const { id, version, title, summary, remarks } = now;
  try {
    const amendment = { version, title, summary, remarks, ...change(now), by };
    return { report: await reportsApi.amend(id, amendment), clash: null };
  } catch (error) {
    const { code, details } = asFault(error);
    if (code !== 'conflict') throw error;
    const clash = { by: String(details.changedBy), at: Number(details.changedAt) };
    return { report: await reportsApi.one(id), clash };
  }
}
