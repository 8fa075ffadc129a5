import type { Alert, AlertChange, AlertDraft } from '../alert/alert.ts';
import { type HeldFinding, testsOf } from '../finding/false-discovery.ts';
import { findInOne } from '../finding/find.ts';
import type { Detector, Finding } from '../finding/finding.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Level } from '../risk/grade.ts';
import type { AppliedSetting, RiskSetting } from '../risk/risk-setting.ts';
import type { SeriesApart } from '../series/new-feeds.ts';
import type { Series } from '../series/series.ts';
import { HOUR, type Instant } from '../time.ts';
import { draftAfterClosing } from './after-closing.ts';
import { seenCalmly } from './calm.ts';
import { reconcile } from './reconcile.ts';
import { MAX_MEMORY_MS } from './settled.ts';
import { situationOf, type WatchFacts } from './situation.ts';

/** What was known of a watch at a moment of the past. */
export interface Moment {
  readonly at: Instant;
  readonly series: Series;
  /** Its parts where feeds had been made or come back of late; null: it is compared as it is. */
  readonly apart: SeriesApart | null;
}

/** An alert that would have been. */
export interface ReplayedAlert {
  readonly openedAt: Instant;
  /** When it was closed: so long after the last moment at which anything was found. */
  readonly closedAt: Instant;
  /** The gravest it became. */
  readonly level: Level;
  /** Each level it reached, and when; the first is the one it opened at. */
  readonly climb: readonly { readonly at: Instant; readonly level: Level }[];
  /** The highest index, 0..100. */
  readonly index: number;
  /** As it stood when it was gravest. */
  readonly draft: AlertDraft;
}

export interface ReplayRules {
  readonly detectors: readonly Detector[];
  readonly playbooks: readonly Playbook[];
  /** Watches that are looked at in one pass; what one finds is held against the tests of all. */
  readonly watches: number;
}

/** Nobody closes alerts in a replay: one in which nothing is found for so long counts as over. */
export const OVER_AFTER = 6 * HOUR;

/** What a setting finds at a moment, and what of it would be held back. */
export interface FoundMoment {
  readonly at: Instant;
  /** With the sensitivity of the setting. */
  readonly series: Series;
  readonly findings: readonly Finding[];
  readonly held: readonly HeldFinding[];
}

/** @param moments ascending; moments at which no setting could find anything may be left out */
export function findPast(
  moments: readonly Moment[],
  { detectors, watches }: Pick<ReplayRules, 'detectors' | 'watches'>,
  { sensitivity }: Pick<RiskSetting, 'sensitivity'>,
): readonly FoundMoment[] {
  const tests = watches * testsOf(detectors);
  return moments.map(({ at, series: plain, apart }) => {
    const series = { ...plain, sensitivity };
    return { at, series, ...findInOne(detectors, { series, apart, tests }, at) };
  });
}

/**
 * The alerts that a setting would have opened over these moments, by the very code that opens them now. Records
 * that people enter are left out, and an alert is closed by the clock instead of by a person. Between two moments
 * nothing is seen, so each alert may open up to one step late.
 */
export function replay(
  moments: readonly FoundMoment[],
  { playbooks }: Pick<ReplayRules, 'playbooks'>,
  setting: AppliedSetting,
): readonly ReplayedAlert[] {
  const desk = createDesk();
  for (const { at, series, findings, held } of moments) {
    const open = desk.open(at);
    const facts = (some: readonly Finding[]) => ({ series, findings: some, playbooks, records: {} });
    const { passed, seen } = seenCalmly({ findings, held }, open, setting, (some, by) =>
      situationOf({ ...facts(some), now: at, setting: by }),
    );
    const again = (each: WatchFacts) => situationOf({ ...each, now: at, setting });
    const draft = () => draftAfterClosing(desk.alerts(), facts(passed), seen, again, at);
    desk.look(at, passed.length > 0 ? draft() : null);
  }
  return desk.end();
}

interface Running {
  alert: Alert;
  seenAt: Instant;
  climb: { at: Instant; level: Level }[];
  index: number;
  draft: AlertDraft;
}

/** Stands for the people who close alerts. */
function createDesk() {
  const over: ReplayedAlert[] = [];
  let closed: Alert[] = [];
  let running: Running | null = null;
  const close = (): void => {
    if (running === null) return;
    const { alert, seenAt, climb, index, draft } = running;
    const closedAt = seenAt + OVER_AFTER;
    over.push({ openedAt: alert.openedAt, closedAt, level: alert.level, climb, index, draft });
    closed.push({ ...alert, status: 'closed', closedAt });
    running = null;
  };
  return {
    /** The alert that stands at a moment. */
    open(at: Instant): Alert | undefined {
      if (running !== null && at - running.seenAt >= OVER_AFTER) close();
      return running?.alert;
    },
    /** The one that stands, and those that were closed. */
    alerts(): readonly Alert[] {
      return running === null ? closed : [running.alert, ...closed];
    },
    look(at: Instant, draft: AlertDraft | null): void {
      if (draft === null) return;
      closed = closed.filter((alert) => at - (alert.closedAt ?? 0) < MAX_MEMORY_MS);
      for (const change of reconcile(this.alerts(), draft, at)) running = follow(running, change, at);
      if (running !== null) running.seenAt = at;
    },
    end(): readonly ReplayedAlert[] {
      close();
      return over;
    },
  };
}

function follow(running: Running | null, { kind, draft }: AlertChange, at: Instant): Running {
  const { level, risk } = draft;
  if (running === null) {
    const alert = { ...blank(at), ...draft };
    return { alert, seenAt: at, climb: [{ at, level }], index: risk.index, draft };
  }
  const raised = kind === 'raised';
  return {
    alert: { ...running.alert, ...draft },
    seenAt: at,
    climb: raised ? [...running.climb, { at, level }] : running.climb,
    index: Math.max(running.index, risk.index),
    draft: raised || risk.index > running.index ? draft : running.draft,
  };
}

const blank = (at: Instant) =>
  ({
    id: 0,
    status: 'open',
    records: {},
    calledAt: {},
    openedAt: at,
    changedAt: at,
    acknowledgedAt: null,
    acknowledgedBy: null,
    closedAt: null,
    lowering: null,
    phase: null,
    assigneeId: null,
  }) satisfies Partial<Alert>;

/** So keen that every other setting finds less: moments at which it finds nothing need no second look. */
export function keenest(setting: RiskSetting): RiskSetting {
  const { severityAuthors } = setting.sensitivity;
  return {
    ...setting,
    sensitivity: {
      burstScore: 1,
      burstObserved: 1,
      rumourAuthors: 1,
      rumourAuthorsSevere: 1,
      shareScore: 1,
      stormCopies: 5,
      coldNegative: 1,
      coldAuthors: 1,
      coldShare: 0,
      severityAuthors: Object.fromEntries(Object.keys(severityAuthors).map((name) => [name, 1])),
    },
  };
}
