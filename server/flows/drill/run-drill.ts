import { claimsBy, type Drill, type DrillAct, injectsBy, timingOf, turnsOf } from '../../core/drill/drill.ts';
import { type ClockTurn, drillTime } from '../../core/drill/drill-clock.ts';
import { checkWords } from '../../core/drill/drill-statement.ts';
import { isMany, type Scenario } from '../../core/drill/scenario.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { Notifier } from '../../core/message/notifier.ts';
import { demandReady } from '../../core/playbook/approval.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { Instant } from '../../core/time.ts';
import { listChannels } from '../../db/channel/channels.ts';
import { enqueueNotice } from '../../db/channel/notices.ts';
import type { Db, Tx } from '../../db/database.ts';
import { addDrill, addDrillEvent, deleteDrill, takeDrill } from '../../db/drill/drills.ts';

export interface DrillDeps {
  readonly db: Db;
  readonly scenarios: readonly Scenario[];
  readonly playbooks: readonly Playbook[];
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly now: () => Instant;
}

interface About {
  readonly id: number;
  readonly by: string;
}

/** A drill that somebody clicks through for hours ends here: more is no rehearsal. */
const MAX_EVENTS = 1_000;

/**
 * Begins a drill, and notifies channels where somebody wants that. Machines get nothing: what opens an incident on
 * its own cannot read that it is a drill.
 * @throws AppError('not_found') for a scenario, its playbook or a channel that is not there, AppError('bad_request')
 *   for a channel that is switched off or leads to a machine
 */
export async function startDrill(
  deps: DrillDeps,
  input: {
    readonly scenario: string;
    readonly speed: number;
    readonly by: string;
    readonly channelIds: readonly number[];
  },
): Promise<number> {
  const { speed, by } = input;
  const scenario = deps.scenarios.find(({ id }) => id === input.scenario);
  const book = deps.playbooks.find(({ id }) => id === scenario?.playbook);
  if (!scenario || !book) throw notFound('scenario', input.scenario);
  const { id, name, steps } = book;
  const plan = { scenario, playbook: { id, name, steps } };
  const at = deps.now();
  return deps.db.transaction().execute(async (tx) => {
    const channelIds = await fitChannels(deps, tx, input.channelIds);
    const made = await addDrill(tx, { plan, speed, startedAt: at, startedBy: by });
    const { title, minutes } = scenario;
    await enqueueNotice(tx, { drill: { id: made, title, by, speed, minutes }, at }, channelIds);
    return made;
  });
}

async function fitChannels({ notifiers }: DrillDeps, tx: Tx, ids: readonly number[]) {
  if (ids.length === 0) return [];
  const channels = await listChannels(tx);
  const wanted = new Set(ids);
  for (const id of wanted) {
    const channel = channels.find((each) => each.id === id);
    if (!channel) throw notFound('channel', id);
    const family = notifiers.get(channel.kind)?.family;
    if (!channel.active || family === undefined || family === 'system')
      throw new AppError('bad_request', `channel ${id} takes no notice of a drill`, { field: 'channelIds' });
  }
  return [...wanted];
}

/** Stops the clock, lets it run on, or ends the drill. @throws AppError('not_found'), AppError('conflict') */
export async function turnDrill(
  { db, now }: Pick<DrillDeps, 'db' | 'now'>,
  { id, by, turn }: About & { readonly turn: ClockTurn['kind'] },
): Promise<void> {
  const from = { paused: ['running'], resumed: ['paused'], ended: ['running', 'paused'] }[turn];
  await db.transaction().execute(async (tx) => {
    const drill = await takeDrill(tx, id);
    const at = now();
    const { state, elapsed } = drillTime(timingOf(drill), turnsOf(drill.events), at);
    if (!from.includes(state)) throw new AppError('conflict', `drill ${id} is ${state}`, { state });
    await addDrillEvent(tx, id, { at, drillAt: elapsed, by, act: { kind: turn } });
  });
}

/**
 * Keeps what somebody does, with the minute of the drill's clock.
 * @param anyway a statement goes out in spite of what the check found in it; gaps have to be filled all the same
 * @throws AppError('not_found') for what has not come yet or is not there, AppError('bad_request') for an answer that
 *   cannot be, AppError('statement_not_ready'), AppError('conflict') while the clock does not run, AppError('too_many')
 */
export async function actInDrill(
  deps: Pick<DrillDeps, 'db' | 'now' | 'playbooks'>,
  { id, by, act, anyway = false }: About & { readonly act: DrillAct; readonly anyway?: boolean },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const drill = await takeDrill(tx, id);
    const at = deps.now();
    const { state, elapsed } = drillTime(timingOf(drill), turnsOf(drill.events), at);
    if (state !== 'running') throw new AppError('conflict', `drill ${id} is ${state}`, { state });
    if (drill.events.length >= MAX_EVENTS) throw new AppError('too_many', `drill ${id} is full`);
    if (act.kind === 'statement') demandReady(checkWords(act), anyway ? '演练' : null);
    else demandKnown(deps.playbooks, drill, elapsed, act);
    await addDrillEvent(tx, id, { at, drillAt: elapsed, by, act });
  });
}

function demandKnown(playbooks: readonly Playbook[], drill: Drill, elapsed: number, act: DrillAct): void {
  const { scenario } = drill.plan;
  const missing = (what: string): never => {
    throw new AppError('not_found', `there is no ${what} in drill ${drill.id}`);
  };
  if (act.kind === 'playbook' || act.kind === 'step') {
    const book = playbooks.find(({ id }) => id === act.playbook) ?? missing(`playbook ${act.playbook}`);
    if (act.kind === 'step' && !book.steps.some(({ no }) => no === act.no)) missing(`step ${act.no}`);
  }
  if (act.kind === 'claim' && !claimsBy(scenario, elapsed).some(({ id }) => id === act.claim))
    missing(`claim ${act.claim}`);
  if (act.kind !== 'answer') return;
  const ask = injectsBy(scenario, elapsed).find(({ id }) => id === act.inject)?.ask;
  if (ask === undefined) return void missing(`question ${act.inject}`);
  const { options } = act;
  const one = isMany(ask) || options.length === 1;
  const known = options.every((place) => place < ask.options.length);
  if (!one || !known || options.length === 0 || new Set(options).size !== options.length)
    throw new AppError('bad_request', `these are no answer to ${act.inject}`, { field: 'options' });
}

/** Takes a drill away with all that was done in it. @throws AppError('not_found') */
export async function dropDrill({ db }: Pick<DrillDeps, 'db'>, id: number): Promise<void> {
  if (!(await deleteDrill(db, id))) throw notFound('drill', id);
}
