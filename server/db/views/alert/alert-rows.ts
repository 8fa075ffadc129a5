import type { Alert } from '../../../core/alert/alert.ts';
import { byTelling, gravestClaim } from '../../../core/finding/by-telling.ts';
import { type Standing, standingSentence, worstOf } from '../../../core/message/standing-words.ts';
import type { Playbook } from '../../../core/playbook/playbook.ts';
import { type AskedStep, askedSteps, nextStep, obligationsOf } from '../../../core/review/next-step.ts';
import type { AlertRow } from '../../../core/screens/alert.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../../../core/time.ts';
import { listLevelMoves } from '../../alert/alert-changes.ts';
import { listDoneSteps } from '../../alert/alert-steps.ts';
import { countInReview } from '../../alert/statements.ts';
import type { Db } from '../../database.ts';
import { readTotals } from '../../series/buckets.ts';
import { listWatches } from '../../watch/watches.ts';
import { readStandings } from './standing.ts';

/** These alerts as a list shows them, in the order given. */
export async function readAlertRowsOf(
  db: Db,
  alerts: readonly Alert[],
  playbooks: readonly Playbook[],
  now: Instant,
): Promise<readonly AlertRow[]> {
  if (alerts.length === 0) return [];
  const names = new Map((await listWatches(db)).map((watch) => [watch.id, watch.name]));
  const ids = alerts.map((alert) => alert.id);
  const done = Map.groupBy(await listDoneSteps(db, ids), (step) => step.alertId);
  const moves = await listLevelMoves(db, ids);
  const inReview = await countInReview(db, ids);
  const known = new Map(playbooks.map((playbook) => [playbook.id, playbook]));
  const standings = await readStandings(db, alerts, { at: now });
  const sparkFrom = startOfHour(now) - DAY + HOUR;
  const sparks = await readSparks(db, [...new Set(alerts.map(({ watchId }) => watchId))], sparkFrom);
  return alerts.map((alert) => {
    const watchName = names.get(alert.watchId) ?? '';
    const called = alert.playbooks.flatMap((id) => known.get(id) ?? []);
    const { id, watchId, level, status, openedAt, changedAt, acknowledgedAt, acknowledgedBy, phase } = alert;
    const asked = askedSteps(alert, moves.get(id) ?? [], called, done.get(id) ?? []);
    return {
      id,
      watchId,
      watchName,
      level,
      status,
      openedAt,
      changedAt,
      acknowledgedAt,
      acknowledgedBy,
      phase,
      risk: alert.risk.index,
      ...describeAlert(alert, standings.get(id) ?? { at: now, peak: undefined, lately: null }, watchName),
      playbook: called[0] ? { id: called[0].id, name: called[0].name } : null,
      nextStep: toldStep(asked),
      owed: obligationsOf(asked),
      inReview: inReview.get(id) ?? 0,
      spark: sparks.get(watchId) ?? [],
      sparkFrom,
    };
  });
}

/** What happened, and where that is over, when it was and what is said now. */
function describeAlert(
  alert: Alert,
  standing: Standing,
  watchName: string,
): Pick<AlertRow, 'sentence' | 'main' | 'claim' | 'worst' | 'lately'> {
  const worst = worstOf(alert, standing);
  const saying = (findings: Alert['findings']) => ({
    main: byTelling(findings)[0] ?? null,
    claim: gravestClaim(findings),
  });
  return {
    sentence: standingSentence(alert, standing, watchName),
    ...saying(alert.findings),
    worst: worst && { at: worst.at, ...saying(worst.findings) },
    lately: standing.lately,
  };
}

function toldStep(asked: readonly AskedStep[]): AlertRow['nextStep'] {
  const next = nextStep(asked);
  if (next === null) return null;
  const { playbook, step, dueAt } = next;
  const { no, action, role } = step;
  return { playbook: { id: playbook.id, name: playbook.name }, no, action, role, dueAt };
}

/** Mentions of each watch per hour of the last day, the hour under way last. */
async function readSparks(
  db: Db,
  watchIds: readonly number[],
  first: Instant,
): Promise<ReadonlyMap<number, number[]>> {
  const sparks = new Map(watchIds.map((id) => [id, new Array<number>(24).fill(0)]));
  for (const { watchId, hour, total } of await readTotals(db, watchIds, first, first + DAY)) {
    const spark = sparks.get(watchId);
    if (spark !== undefined) spark[(hour - first) / HOUR] = total;
  }
  return sparks;
}
