import type { Level } from '../risk/grade.ts';
import { rankOf } from '../risk/grade.ts';
import { HOUR, type Instant } from '../time.ts';
import { OVER_AFTER, type ReplayedAlert } from './replay.ts';

/** A crisis of the past as people labelled it. */
export interface LabelledCrisis {
  readonly id: number;
  readonly watchId: number;
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly by: string;
  readonly createdAt: Instant;
}

/** A stretch in which an alert rang and a person called it false. */
export interface FalseAlarm {
  readonly alertId: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** What an alert of a replay was about: a labelled crisis, a known false alarm, or nobody has said. */
export type About =
  | { readonly kind: 'crisis'; readonly crisisId: number; readonly name: string }
  | { readonly kind: 'false-alarm'; readonly alertId: number }
  | { readonly kind: 'unlabelled' };

export interface CrisisVerdict {
  readonly crisis: LabelledCrisis;
  /** Place of the first alert about it among the alerts; null: it would have been missed. */
  readonly alert: number | null;
  /** Milliseconds from its beginning to that alert, 0 where it rang already; null where missed. */
  readonly delay: number | null;
  /** The gravest level of all alerts about it. */
  readonly level: Level | null;
}

export interface Verdict {
  readonly crises: readonly CrisisVerdict[];
  /** In step with the alerts. */
  readonly about: readonly About[];
  readonly missed: number;
  readonly falseAlarms: number;
  readonly unlabelled: number;
}

/** People date a crisis from when they saw it: an alert shortly before is no false one. */
const LEAD = 3 * HOUR;
/** A replay looks at whole hours: it may see what was over within one only at its end. */
const LATE = HOUR;

/**
 * Holds the alerts of a replay against what people know.
 * @param seenFrom beginning of the stretch: nobody can say how a crisis that began before it would have been
 *   caught, so it has no verdict; alerts about it are none that nobody labelled
 */
export function judgeReplay(
  alerts: readonly ReplayedAlert[],
  crises: readonly LabelledCrisis[],
  falseAlarms: readonly FalseAlarm[],
  seenFrom: Instant = Number.NEGATIVE_INFINITY,
): Verdict {
  const about = alerts.map((alert): About => {
    const crisis = crises.find((each) => touches(alert, each.from - LEAD, each.to));
    if (crisis) return { kind: 'crisis', crisisId: crisis.id, name: crisis.name };
    const known = falseAlarms.find((each) => touches(alert, each.from, each.to));
    return known ? { kind: 'false-alarm', alertId: known.alertId } : { kind: 'unlabelled' };
  });
  const judged = crises.filter(({ from }) => from >= seenFrom);
  const verdicts = judged.map((crisis): CrisisVerdict => {
    const own = alerts.flatMap((alert, i) =>
      touches(alert, crisis.from - LEAD, crisis.to) ? [{ alert, i }] : [],
    );
    const first = own[0];
    if (!first) return { crisis, alert: null, delay: null, level: null };
    const level = own.map(({ alert }) => alert.level).reduce(graver);
    return { crisis, alert: first.i, delay: Math.max(0, first.alert.openedAt - crisis.from), level };
  });
  const count = (kind: About['kind']) => about.filter((each) => each.kind === kind).length;
  return {
    crises: verdicts,
    about,
    missed: verdicts.filter(({ alert }) => alert === null).length,
    falseAlarms: count('false-alarm'),
    unlabelled: count('unlabelled'),
  };
}

/** The quiet hours that close an alert are none in which anything was seen. */
function touches(alert: ReplayedAlert, from: Instant, to: Instant): boolean {
  return alert.openedAt < to + LATE && alert.closedAt - OVER_AFTER >= from;
}

function graver(a: Level, b: Level): Level {
  return rankOf(a) >= rankOf(b) ? a : b;
}
