import { readdirSync } from 'node:fs';
import type { Alert, AlertDraft } from '../../../server/core/alert/alert.ts';
import type { Finding } from '../../../server/core/finding/finding.ts';
import type { Playbook } from '../../../server/core/playbook/playbook.ts';
import type { Claim } from '../../../server/core/series/series.ts';
import { draftOf } from '../../../server/core/situation/draft.ts';
import { type SituationInput, situationOf } from '../../../server/core/situation/situation.ts';
import { MONDAY } from '../series/make-series.ts';

const COMPONENTS = { B: 0, N: 0, V: 0, R: 0, S: 0, A: 0 };

export function makeFinding(more: Partial<Finding> = {}): Finding {
  return {
    detector: 'nb-tail',
    watchId: 1,
    key: 'negative-1h',
    at: MONDAY,
    windowMinutes: 60,
    observed: 86,
    expected: 9,
    usualHigh: 18,
    score: 18.3,
    baseline: { kind: 'hour-of-week', days: 28, dispersion: 0.1 },
    facts: { measure: 'negative' },
    examples: [],
    ...more,
  };
}

export function makeClaim(fact: string, authors24h: number, more: Partial<Claim> = {}): Claim {
  return {
    fact,
    authors24h,
    posts24h: authors24h,
    posts72h: authors24h,
    originals24h: null,
    firstAt: MONDAY,
    examples: [7],
    ...more,
  };
}

export function makeDraft(more: Partial<AlertDraft> = {}): AlertDraft {
  return {
    watchId: 1,
    level: 'III',
    risk: { index: 55, components: COMPONENTS, overrides: [], level: 'III' },
    findings: [makeFinding()],
    metrics: {},
    playbooks: ['PB03'],
    examples: [1, 2],
    ...more,
  };
}

export function makeAlert(more: Partial<Alert> = {}): Alert {
  return {
    ...makeDraft(),
    id: 10,
    status: 'open',
    phase: null,
    assigneeId: null,
    records: {},
    calledAt: {},
    openedAt: MONDAY,
    changedAt: MONDAY,
    acknowledgedAt: null,
    acknowledgedBy: null,
    closedAt: null,
    lowering: null,
    ...more,
  };
}

/** What an alert would say of these findings, under the setting as shipped. */
export function draftFrom(input: SituationInput): AlertDraft | null {
  return draftOf(situationOf(input), input);
}

/** Every playbook, by the folder: what the registry loads. */
export async function allPlaybooks(): Promise<Playbook[]> {
  const folder = new URL('../../../server/playbooks/', import.meta.url);
  const made: Playbook[] = [];
  for (const file of readdirSync(folder).sort()) {
    const loaded = (await import(new URL(file, folder).href)) as { default: Playbook };
    made.push(loaded.default);
  }
  return made;
}
