import { AppError } from '../../core/errors.ts';
import { byTelling, gravestClaim } from '../../core/finding/by-telling.ts';
import type { Detector } from '../../core/finding/finding.ts';
import { sentence } from '../../core/message/alert-words.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { AppliedSetting, RiskSetting } from '../../core/risk/risk-setting.ts';
import { demandSetting } from '../../core/risk/risk-setting-check.ts';
import { findPast, type ReplayedAlert, replay } from '../../core/situation/replay.ts';
import type { ReplayRow, ReplayScreen } from '../../core/situation/replay-screen.ts';
import { judgeReplay, type Verdict } from '../../core/situation/replay-verdict.ts';
import { type Suggestion, suggestSetting } from '../../core/situation/suggest-setting.ts';
import { DAY, type Instant, MINUTE } from '../../core/time.ts';
import { nextTurn } from '../../core/turn.ts';
import { listCrises, listFalseAlarms } from '../../db/alert/crisis-labels.ts';
import { getRiskSetting } from '../../db/alert/risk-settings.ts';
import type { Db } from '../../db/database.ts';
import { listWatches, requireWatch } from '../../db/watch/watches.ts';
import { weeklyHabits } from './habits.ts';
import { type Past, readPast } from './replay-moments.ts';

export interface ReplayDeps {
  readonly db: Db;
  readonly detectors: readonly Detector[];
  readonly playbooks: readonly Playbook[];
  readonly now: () => Instant;
}

export interface ReplayInput {
  readonly watchId: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** Threshold replay: what a setting would have rung for, and what it would have missed. Stores nothing. */
export interface Replays {
  /**
   * @param setting null: the one in force
   * @throws AppError('not_found'), AppError('bad_request') for a stretch that is too long or a faulty setting
   */
  replay(
    input: ReplayInput & { readonly setting: RiskSetting | null },
    signal: AbortSignal,
  ): Promise<ReplayScreen>;
  /** The setting that labels and false alarms of the stretch speak for; null: the one in force is best. */
  suggest(input: ReplayInput, signal: AbortSignal): Promise<Suggestion | null>;
}

const MAX_REPLAY_MS = 31 * DAY;
/** Stretches kept, so that moving a slider reads nothing again; and for how long. */
const KEPT = 2;
const KEPT_FOR = 10 * MINUTE;

export function createReplays(deps: ReplayDeps): Replays {
  const kept = new Map<string, { readonly past: Past; readonly readAt: Instant }>();
  const pastOf = async (input: ReplayInput, signal: AbortSignal): Promise<Past> => {
    const watch = await requireWatch(deps.db, input.watchId);
    const to = Math.min(input.to, deps.now());
    if (to <= input.from) throw new AppError('bad_request', '"to" must be after "from"', { field: 'to' });
    if (to - input.from > MAX_REPLAY_MS)
      throw new AppError('bad_request', 'at most 31 days', { field: 'from' });
    const key = `${watch.id}|${watch.updatedAt}|${input.from}|${input.to}`;
    const known = kept.get(key);
    if (known && deps.now() - known.readAt < KEPT_FOR) return known.past;
    kept.delete(key);
    const past = await readPast(deps, watch, { from: input.from, to, signal });
    kept.set(key, { past, readAt: deps.now() });
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
    return past;
  };
  return {
    async replay({ setting, ...input }, signal) {
      const past = await pastOf(input, signal);
      const applied = await settingOf(deps.db, input.watchId, setting);
      const judge = await judgeOf(deps, past);
      const { alerts, verdict } = await judge(applied);
      return screenOf(deps, past, alerts, verdict);
    },
    async suggest(input, signal) {
      const past = await pastOf(input, signal);
      const judge = await judgeOf(deps, past);
      const inForce = await getRiskSetting(deps.db, input.watchId);
      return suggestSetting(inForce, async (setting) => {
        // A month takes a while each time: others have their turn in between.
        await nextTurn();
        signal.throwIfAborted();
        return (await judge(setting)).verdict;
      });
    },
  };
}

async function settingOf(db: Db, watchId: number, wish: RiskSetting | null): Promise<AppliedSetting> {
  const inForce = await getRiskSetting(db, watchId);
  return wish === null ? inForce : { ...demandSetting(wish), version: inForce.version };
}

async function judgeOf({ db, detectors, playbooks }: ReplayDeps, past: Past) {
  const { watch, from, to, moments, isHabit } = past;
  const crises = await listCrises(db, watch.id, from, to);
  const falseAlarms = await listFalseAlarms(db, watch.id, from, to);
  const watches = (await listWatches(db, { activeOnly: true })).length;
  return async (setting: AppliedSetting) => {
    const rules = { detectors, playbooks, watches: Math.max(1, watches) };
    const found = findPast(moments, rules, setting);
    const told = [];
    for (const each of found) {
      const faults: unknown[] = [];
      const habits = await weeklyHabits(db, [each], each.held, faults, isHabit);
      if (faults.length > 0) throw faults[0];
      told.push({ ...each, held: [...each.held, ...habits] });
    }
    const alerts = replay(told, rules, setting).map(atTheFullHour);
    return { alerts, verdict: judgeReplay(alerts, crises, falseAlarms, from) };
  };
}

/** A moment is the last millisecond of its hour; people read the hour that follows. */
function atTheFullHour(alert: ReplayedAlert): ReplayedAlert {
  const climb = alert.climb.map(({ at, level }) => ({ at: at + 1, level }));
  return { ...alert, openedAt: alert.openedAt + 1, closedAt: alert.closedAt + 1, climb };
}

function screenOf(
  { playbooks }: ReplayDeps,
  past: Past,
  alerts: readonly ReplayedAlert[],
  verdict: Verdict,
): ReplayScreen {
  const { watch, from, to, looked, moments, knownHours, hours } = past;
  const { crises, about, missed, falseAlarms, unlabelled } = verdict;
  const rows = alerts.map((alert, i): ReplayRow => {
    const { draft, ...rest } = alert;
    const playbook = playbooks.find(({ id }) => id === draft.playbooks[0]);
    const [main = null] = byTelling(draft.findings);
    return {
      ...rest,
      sentence: sentence(draft, watch.name),
      main,
      claim: gravestClaim(draft.findings),
      playbook: playbook ? { id: playbook.id, name: playbook.name } : null,
      findings: draft.findings.map(({ detector, key, observed, expected }) => ({
        detector,
        key,
        observed,
        expected,
      })),
      about: about[i] ?? { kind: 'unlabelled' },
    };
  });
  return {
    watchId: watch.id,
    from,
    to,
    looked,
    lively: moments.length,
    knownHours,
    hours: hours.map(({ hour, total, negative }) => ({ hour, total, negative })),
    alerts: rows,
    crises,
    missed,
    falseAlarms,
    unlabelled,
  };
}
