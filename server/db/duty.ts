import type { DutyStep, DutySwap, Turn } from '../core/duty.ts';
import { DEFAULT_ESCALATION, type Duty, type EscalationPolicy } from '../core/escalation.ts';
import type { Instant } from '../core/time.ts';
import type { Db, Tx } from './database.ts';
import { parseJson } from './json.ts';
import { listPeople } from './people.ts';
import { getSetting, setSetting } from './settings.ts';

const POLICY = 'escalation';

export async function readPolicy(db: Db): Promise<EscalationPolicy> {
  const stored = await getSetting(db, POLICY);
  return stored === null ? DEFAULT_ESCALATION : JSON.parse(stored);
}

export function savePolicy(db: Db, policy: EscalationPolicy): Promise<void> {
  return setSetting(db, POLICY, JSON.stringify(policy));
}

export interface StoredSwap extends DutySwap {
  readonly id: number;
  readonly by: string;
}

/** The chain in order, everybody, and who stands in now or later. */
export async function readDuty(
  db: Db,
  now: Instant,
): Promise<Duty & { readonly swaps: readonly StoredSwap[] }> {
  const steps = await db.selectFrom('duty_step').selectAll().orderBy('position').orderBy('id').execute();
  const swaps = await db
    .selectFrom('duty_swap')
    .selectAll()
    .where('until_at', '>', now)
    .orderBy('id')
    .execute();
  return {
    people: await listPeople(db),
    steps: steps.map(({ id, name, zone, turn, ...row }) => ({
      ...{ id, name, zone, turn: turn as Turn, startsAt: row.starts_at },
      people: parseJson<number[]>(row.people_json),
    })),
    swaps: swaps.map(({ id, by, ...row }) => ({
      ...{ id, by, stepId: row.step_id, personId: row.person_id, from: row.from_at, until: row.until_at },
    })),
  };
}

/** A step with the number it has, or none yet. */
export type StepInput = Omit<DutyStep, 'id'> & { readonly id: number | null };

/** Puts this chain in place of the one there is. Steps that stay keep their numbers, and who stands in there. */
export async function saveChain(tx: Tx, steps: readonly StepInput[]): Promise<void> {
  const kept = steps.flatMap(({ id }) => (id === null ? [] : [id]));
  const gone = await tx.selectFrom('duty_step').select('id').execute();
  for (const { id } of gone) {
    if (kept.includes(id)) continue;
    await tx.deleteFrom('duty_swap').where('step_id', '=', id).execute();
    await tx.deleteFrom('duty_step').where('id', '=', id).execute();
  }
  for (const [position, { id, name, people, turn, startsAt, zone }] of steps.entries()) {
    const row = {
      ...{ position, name, turn, zone },
      ...{ people_json: JSON.stringify(people), starts_at: startsAt },
    };
    if (id === null) await tx.insertInto('duty_step').values(row).execute();
    else await tx.updateTable('duty_step').set(row).where('id', '=', id).execute();
  }
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
