import { type DutySwap, LONGEST_SWAP } from '../core/duty.ts';
import { AppError } from '../core/errors.ts';
import type { EscalationPolicy } from '../core/escalation.ts';
import type { Instant } from '../core/time.ts';
import { type BriefInput, saveBriefs } from '../db/briefs.ts';
import { listChannels } from '../db/channels.ts';
import type { Db, Tx } from '../db/database.ts';
import { addSwap, readDuty, type StepInput, saveChain, savePolicy } from '../db/duty.ts';
import { createPerson, listPeople, type PersonInput, updatePerson } from '../db/people.ts';

interface Deps {
  readonly db: Db;
  readonly now: () => Instant;
}

/**
 * Enters somebody, or changes what is known of them (`id` given).
 * @throws AppError('not_found') for a person or a channel that does not exist
 */
export function keepPerson(
  { db, now }: Deps,
  id: number | null,
  { briefs = [], ...input }: PersonInput & { readonly briefs?: readonly BriefInput[] },
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const channels = new Set((await listChannels(tx)).map((channel) => channel.id));
    const missing = input.channelIds.find((channel) => !channels.has(channel));
    if (missing !== undefined) throw new AppError('not_found', `there is no channel ${missing}`);
    const personId = id ?? (await createPerson(tx, input, now()));
    if (id !== null && !(await updatePerson(tx, id, input)))
      throw new AppError('not_found', `there is no person ${id}`);
    await saveBriefs(tx, personId, briefs, now());
  });
}

/**
 * Puts a chain in place of the one there is.
 * @throws AppError('not_found') for people or steps that do not exist
 */
export function keepChain({ db, now }: Deps, steps: readonly StepInput[]): Promise<void> {
  return db.transaction().execute(async (tx) => {
    for (const { people } of steps) await mustKnow(tx, people);
    const known = (await readDuty(tx, now())).steps.map(({ id }) => id);
    const strange = steps.find(({ id }) => id !== null && !known.includes(id));
    if (strange !== undefined) throw new AppError('not_found', `there is no step ${strange.id}`);
    await saveChain(tx, steps);
  });
}

/** Alerts that are open keep the time they were given; it counts from their next ring on. */
export function keepPolicy({ db }: Deps, policy: EscalationPolicy): Promise<void> {
  return savePolicy(db, policy);
}

/**
 * Somebody stands in for a time.
 * @throws AppError('not_found'), AppError('bad_request') for a time that is over, upside down or too long
 */
export function standIn({ db, now }: Deps, swap: DutySwap & { readonly by: string }): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const at = now();
    await mustKnow(tx, [swap.personId]);
    const { steps } = await readDuty(tx, at);
    if (!steps.some(({ id }) => id === swap.stepId))
      throw new AppError('not_found', `there is no step ${swap.stepId}`);
    const fault = faultOf(swap, at);
    if (fault !== null)
      throw new AppError('bad_request', fault, { faults: [{ field: 'until', message: fault }] });
    await addSwap(tx, swap, at);
  });
}

function faultOf({ from, until }: DutySwap, at: Instant): string | null {
  if (until <= from) return 'must be after "from"';
  if (until <= at) return 'must not be over';
  return until - from > LONGEST_SWAP ? 'must be at most 90 days after "from"' : null;
}

async function mustKnow(tx: Tx, ids: readonly number[]): Promise<void> {
  const people = new Set((await listPeople(tx)).map(({ id }) => id));
  const missing = ids.find((id) => !people.has(id));
  if (missing !== undefined) throw new AppError('not_found', `there is no person ${missing}`);
}
