import { type Drill, timingOf, turnsOf } from '../../../core/drill/drill.ts';
import { drillTime, willBeAt } from '../../../core/drill/drill-clock.ts';
import type { Ability, Scenario } from '../../../core/drill/scenario.ts';
import { type Score, scoreOf } from '../../../core/drill/score.ts';
import { seenOf } from '../../../core/drill/team-view.ts';
import type { DrillResult, DrillScreen, DrillsScreen, ScenarioHead } from '../../../core/screens/drill.ts';
import { type Instant, MINUTE } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { listDrills, listEarlier, requireDrill } from '../../drill/drills.ts';

/** More nobody reads through. */
const MAX_DRILLS_LISTED = 30;
/** Among so many earlier ones of a scenario one is looked for that was over. */
const MAX_EARLIER_DRILLS = 5;

const headOf = ({ id, title, company, about, rehearses, minutes }: Scenario): ScenarioHead => ({
  id,
  title,
  company,
  about,
  rehearses,
  minutes,
});

const timeOf = (drill: Drill, now: Instant) => drillTime(timingOf(drill), turnsOf(drill.events), now);

/** What can be rehearsed, and what was. */
export async function readDrills(
  db: Db,
  scenarios: readonly Scenario[],
  now: Instant,
): Promise<DrillsScreen> {
  const drills = await listDrills(db, MAX_DRILLS_LISTED);
  return {
    now,
    scenarios: scenarios.map(headOf),
    drills: drills.map((drill) => {
      const { id, plan, speed, startedAt, startedBy } = drill;
      const { id: scenario, title, minutes } = plan.scenario;
      const time = timeOf(drill, now);
      const total = time.state === 'ended' ? scoreOf(drill, time).total : null;
      return { id, scenario, title, speed, startedAt, startedBy, time, minutes, total };
    }),
  };
}

/** One drill as it stands: how far it has come follows from its clock alone. @throws AppError('not_found') */
export async function readDrill(db: Db, id: number, now: Instant): Promise<DrillScreen> {
  const { turns, ...drill } = await requireDrill(db, id);
  const { plan, speed, startedAt, startedBy } = drill;
  const time = timeOf(drill, now);
  const timing = timingOf(drill);
  const coming = [...plan.scenario.injects.map(({ at }) => at), plan.scenario.minutes].flatMap(
    (at) => willBeAt(timing, time, at * MINUTE, now) ?? [],
  );
  return {
    ...seenOf(drill, time.elapsed),
    id,
    turns,
    now,
    scenario: headOf(plan.scenario),
    speed,
    startedAt,
    startedBy,
    time,
    nextAt: coming.length === 0 ? null : Math.min(...coming),
    result: time.state === 'ended' ? await resultOf(db, drill, now) : null,
  };
}

async function resultOf(db: Db, drill: Drill, now: Instant): Promise<DrillResult> {
  const score = scoreOf(drill, timeOf(drill, now));
  const earlier = await listEarlier(db, drill, MAX_EARLIER_DRILLS);
  for (const before of earlier) {
    const time = timeOf(before, now);
    const { total, abilities } = scoreOf(before, time);
    if (time.state !== 'ended' || total === null) continue;
    const { id, startedAt } = before;
    return { score, plan: drill.plan, previous: { id, startedAt, total, shares: sharesOf(abilities) } };
  }
  return { score, plan: drill.plan, previous: null };
}

function sharesOf(abilities: Score['abilities']): Readonly<Record<Ability, number | null>> {
  return Object.fromEntries(abilities.map(({ ability, share }) => [ability, share])) as Record<
    Ability,
    number | null
  >;
}
