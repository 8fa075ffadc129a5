import type { Selectable } from 'kysely';
import { type DutyChain, type DutyStep, type DutySwap, startWithTurn } from '../../core/alert/duty.ts';
import { DEFAULT_ESCALATION, type Duty, type EscalationPolicy } from '../../core/alert/escalation.ts';
import { routesOfWatch } from '../../core/alert/route-watches.ts';
import { demandSeen, markOf } from '../../core/optimistic-lock.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { getSetting, setSetting } from '../installation/settings.ts';
import type { DutyStepTable } from '../schema/people.ts';
import { listPeople } from './people.ts';
import { listRoutes } from './routes.ts';

const POLICY = 'escalation';

export async function readPolicy(db: Db): Promise<EscalationPolicy> {
  const stored = await getSetting(db, POLICY);
  return stored === null ? DEFAULT_ESCALATION : parseJson(stored);
}

/** @throws AppError('overtaken') where it is no longer what the writer has seen */
export function savePolicy(db: Db, policy: EscalationPolicy, seen?: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    demandSeen(markOf(await readPolicy(tx)), seen);
    await setSetting(tx, POLICY, JSON.stringify(policy));
  });
}

export interface StoredSwap extends DutySwap {
  readonly id: number;
  readonly by: string;
}

const CHAIN_NAME = 'duty-chain';

/**
 * The chain of a watch in order, everybody, and who stands in now or later.
 * @param watchId null: the chain of all watches that name none
 */
export async function readDuty(
  db: Db,
  now: Instant,
  watchId: number | null = null,
): Promise<Duty & { readonly swaps: readonly StoredSwap[] }> {
  const chains = await listChains(db);
  const ours = chains.find(({ watchIds }) => watchId !== null && watchIds.includes(watchId)) ?? chains[0];
  const swaps = await listSwaps(db, now);
  const teamOf = ({ steps }: DutyChain): readonly number[] =>
    steps.flatMap(({ id, people }) => [
      ...people,
      ...swaps.filter(({ stepId }) => stepId === id).map(({ personId }) => personId),
    ]);
  const team = ours === undefined ? [] : teamOf(ours);
  const others = chains.filter((chain) => chain !== ours).flatMap(teamOf);
  const steps = ours?.steps ?? [];
  const routes = watchId === null ? null : routesOfWatch(await listRoutes(db), watchId);
  // A watch that nobody was named for would lose its alerts, were any channel kept from it.
  const hasTeam = steps.length > 0 || ours?.id != null || routes?.isNamed === true;
  return {
    people: await listPeople(db),
    steps,
    swaps,
    elsewhere: [...new Set(others)].filter((person) => !team.includes(person)),
    channelsOfOthers: hasTeam ? (routes?.channelsOfOthers ?? []) : [],
  };
}

/** Every chain; that of all watches that name none comes first, and is always there. */
export async function listChains(db: Db): Promise<readonly DutyChain[]> {
  const chains = await db.selectFrom('duty_chain').selectAll().orderBy('position').orderBy('id').execute();
  const named = await db.selectFrom('duty_watch').selectAll().orderBy('watch_id').execute();
  const steps = await db.selectFrom('duty_step').selectAll().orderBy('position').orderBy('id').execute();
  const all = [{ id: null, name: (await getSetting(db, CHAIN_NAME)) ?? '' }, ...chains];
  return all.map(({ id, name }) => ({
    id,
    name,
    watchIds: named.filter((each) => each.chain_id === id).map((each) => each.watch_id),
    steps: steps.filter((step) => step.chain_id === id).map(toStep),
  }));
}

function toStep({ id, name, zone, turn, ...row }: Selectable<DutyStepTable>): DutyStep {
  const people = parseJson<number[]>(row.people_json);
  return { id, name, zone, turn, startsAt: row.starts_at, people };
}

/** Who stands in now or later. */
export async function listSwaps(db: Db, now: Instant): Promise<readonly StoredSwap[]> {
  const rows = await db
    .selectFrom('duty_swap')
    .selectAll()
    .where('until_at', '>', now)
    .orderBy('id')
    .execute();
  return rows.map(({ id, by, ...row }) => ({
    id,
    by,
    stepId: row.step_id,
    personId: row.person_id,
    from: row.from_at,
    until: row.until_at,
  }));
}

/** A step with the number it has, or none yet. */
export type StepInput = Omit<DutyStep, 'id'> & { readonly id: number | null };

/** A chain as it is written; `id` null is that of all watches that name none, which names no watches. */
export interface ChainInput extends Pick<DutyChain, 'id' | 'name' | 'watchIds'> {
  readonly steps: readonly StepInput[];
}

/** Makes a chain without steps, behind the others. Returns its id. */
export async function addChain(tx: Tx, name: string): Promise<number> {
  const last = await tx
    .selectFrom('duty_chain')
    .select((select) => select.fn.max('position').as('position'))
    .executeTakeFirst();
  const row = { name, position: (last?.position ?? 0) + 1 };
  return (await tx.insertInto('duty_chain').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

/** Puts this chain in place of the one there is. A watch that had another chain leaves it. */
export async function saveChain(tx: Tx, { id, name, watchIds, steps }: ChainInput): Promise<void> {
  if (id === null) await setSetting(tx, CHAIN_NAME, name);
  else {
    await tx.updateTable('duty_chain').set({ name }).where('id', '=', id).execute();
    await tx.deleteFrom('duty_watch').where('chain_id', '=', id).execute();
    for (const watch_id of new Set(watchIds)) {
      await tx
        .insertInto('duty_watch')
        .values({ watch_id, chain_id: id })
        .onConflict((conflict) => conflict.column('watch_id').doUpdateSet({ chain_id: id }))
        .execute();
    }
  }
  await saveSteps(tx, id, steps);
}

/** Steps that stay keep their numbers, and who stands in there. */
async function saveSteps(tx: Tx, chainId: number | null, steps: readonly StepInput[]): Promise<void> {
  const kept = steps.flatMap(({ id }) => (id === null ? [] : [id]));
  const gone = await tx.selectFrom('duty_step').select(['id', 'chain_id']).execute();
  for (const { id, chain_id } of gone) {
    if (chain_id !== chainId || kept.includes(id)) continue;
    await tx.deleteFrom('duty_swap').where('step_id', '=', id).execute();
    await tx.deleteFrom('duty_step').where('id', '=', id).execute();
  }
  for (const [position, { id, name, people, turn, startsAt, zone }] of steps.entries()) {
    const row = {
      chain_id: chainId,
      position,
      name,
      turn,
      zone,
      people_json: JSON.stringify(people),
      starts_at: startsAt,
    };
    if (id === null) await tx.insertInto('duty_step').values(row).execute();
    else await tx.updateTable('duty_step').set(row).where('id', '=', id).execute();
  }
}

/** A person is in no step any more. An empty step stays: alerts under way count how many steps were called. */
export async function takeFromSteps(tx: Tx, personId: number, now: Instant): Promise<void> {
  for (const row of await tx.selectFrom('duty_step').selectAll().execute()) {
    const step = toStep(row);
    const people = step.people.filter((each) => each !== personId);
    if (people.length === step.people.length) continue;
    const starts_at = startWithTurn(step, { ...step, people }, now);
    const people_json = JSON.stringify(people);
    await tx.updateTable('duty_step').set({ people_json, starts_at }).where('id', '=', step.id).execute();
  }
}

/** Its watches have the chain of all that name none again. False when there is no such chain. */
export async function deleteChain(tx: Tx, id: number): Promise<boolean> {
  await saveSteps(tx, id, []);
  await tx.deleteFrom('duty_watch').where('chain_id', '=', id).execute();
  const gone = await tx.deleteFrom('duty_chain').where('id', '=', id).executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

export async function addSwap(db: Db, swap: DutySwap & { readonly by: string }, at: Instant): Promise<void> {
  const { stepId, personId, from, until, by } = swap;
  await db
    .insertInto('duty_swap')
    .values({ step_id: stepId, person_id: personId, from_at: from, until_at: until, by, created_at: at })
    .execute();
}

/** False when there is none. */
export async function removeSwap(db: Db, id: number): Promise<boolean> {
  const gone = await db.deleteFrom('duty_swap').where('id', '=', id).executeTakeFirst();
  return gone.numDeletedRows === 1n;
}
