import {
  type DutyChain,
  type DutySwap,
  MAX_CHAINS,
  MAX_SWAP_MS,
  startWithTurn,
} from '../../core/alert/duty.ts';
import type { EscalationPolicy } from '../../core/alert/escalation.ts';
import { CHANNEL_OFF } from '../../core/alert/stuck.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { demandSeen, markOf } from '../../core/optimistic-lock.ts';
import type { Instant } from '../../core/time.ts';
import { type BriefInput, listBriefs, markOfPerson, saveBriefs } from '../../db/channel/briefs.ts';
import { listChannels } from '../../db/channel/channels.ts';
import {
  addChain,
  addSwap,
  listChains,
  type StepInput,
  saveChain,
  savePolicy,
  takeFromSteps,
} from '../../db/channel/duty.ts';
import {
  createPerson,
  deletePerson,
  listPeople,
  type PersonInput,
  switchOffChannelsOf,
  updatePerson,
} from '../../db/channel/people.ts';
import type { Db, Tx } from '../../db/database.ts';
import { listWatches } from '../../db/watch/watches.ts';
import { passOnAll } from './remove-channel.ts';

interface Deps {
  readonly db: Db;
  readonly now: () => Instant;
}

/**
 * Enters somebody, or changes what is known of them (`id` given).
 * @throws AppError('not_found') for a person or a channel that does not exist, AppError('overtaken') when somebody else
 *   changed them after `seen`
 */
export function keepPerson(
  { db, now }: Deps,
  id: number | null,
  { briefs = [], ...input }: PersonInput & { readonly briefs?: readonly BriefInput[] },
  seen?: string,
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const channels = new Set((await listChannels(tx)).map((channel) => channel.id));
    const missing = input.channelIds.find((channel) => !channels.has(channel));
    if (missing !== undefined) throw notFound('channel', missing);
    const stored = (await listPeople(tx)).find((person) => person.id === id);
    if (stored !== undefined) demandSeen(markOfPerson(stored, await listBriefs(tx)), seen);
    const personId = id ?? (await createPerson(tx, input, now()));
    if (id !== null && !(await updatePerson(tx, id, input))) throw notFound('person', id);
    await saveBriefs(tx, personId, briefs, now());
  });
}

/**
 * Takes somebody out of everything; whoever else has a turn keeps it. Their channels are switched off, and what waits
 * for them is told to others. False when there is nobody.
 */
export function removePerson({ db, now }: Deps, id: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // While they are still in their chain: whose a channel is says where its messages go.
    for (const channelId of await switchOffChannelsOf(tx, id))
      await passOnAll(tx, channelId, CHANNEL_OFF, now());
    await takeFromSteps(tx, id, now());
    return deletePerson(tx, id);
  });
}

/**
 * Puts a chain in place of the one there is, or adds one. Where only the people of a step change, whoever has the turn
 * keeps it.
 * @param chain `id` undefined: a new one; null: that of all watches that name none, which is meant if nothing is given
 * @throws AppError('not_found') for people, watches, steps or a chain that do not exist, AppError('conflict') for one
 *   chain too many, AppError('overtaken') when somebody else changed it after `seen`
 */
export function keepChain(
  { db, now }: Deps,
  steps: readonly StepInput[],
  chain: Partial<Pick<DutyChain, 'name' | 'watchIds'>> & { readonly id?: number | null | undefined } = {
    id: null,
  },
  seen?: string,
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    for (const { people } of steps) await mustKnow(tx, people);
    const { name = '', watchIds = [] } = chain;
    const watches = new Set((await listWatches(tx)).map(({ id }) => id));
    const missing = watchIds.find((id) => !watches.has(id));
    if (missing !== undefined) throw notFound('watch', missing);
    const chains = await listChains(tx);
    const id = chain.id === undefined ? await newChain(tx, chains, name) : chain.id;
    const stored = chains.find((each) => each.id === id);
    if (stored === undefined && chain.id !== undefined) throw notFound('chain', id);
    if (stored !== undefined) demandSeen(markOf(stored), seen);
    const known = stored?.steps.map((step) => step.id) ?? [];
    const strange = steps.find((step) => step.id !== null && !known.includes(step.id));
    if (strange !== undefined) throw notFound('step', strange.id);
    const kept = steps.map((step) => {
      const before = stored?.steps.find((each) => each.id === step.id);
      return before === undefined ? step : { ...step, startsAt: startWithTurn(before, step, now()) };
    });
    await saveChain(tx, { id, name, watchIds, steps: kept });
  });
}

function newChain(tx: Tx, chains: readonly DutyChain[], name: string): Promise<number> {
  if (chains.length > MAX_CHAINS) throw new AppError('conflict', `there are ${MAX_CHAINS} chains already`);
  return addChain(tx, name);
}

/** Alerts that are open keep the time they were given; it counts from their next ring on. */
export function keepPolicy({ db }: Deps, policy: EscalationPolicy, seen?: string): Promise<void> {
  return savePolicy(db, policy, seen);
}

/**
 * Somebody stands in for a time.
 * @throws AppError('not_found'), AppError('bad_request') for a time that is over, upside down or too long
 */
export function standIn({ db, now }: Deps, swap: DutySwap & { readonly by: string }): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const at = now();
    await mustKnow(tx, [swap.personId]);
    const chains = await listChains(tx);
    if (!chains.some(({ steps }) => steps.some(({ id }) => id === swap.stepId)))
      throw notFound('step', swap.stepId);
    const fault = faultOf(swap, at);
    if (fault !== null)
      throw new AppError('bad_request', fault, { faults: [{ field: 'until', message: fault }] });
    await addSwap(tx, swap, at);
  });
}

function faultOf({ from, until }: DutySwap, at: Instant): string | null {
  if (until <= from) return 'must be after "from"';
  if (until <= at) return 'must not be over';
  return until - from > MAX_SWAP_MS ? 'must be at most 90 days after "from"' : null;
}

async function mustKnow(tx: Tx, ids: readonly number[]): Promise<void> {
  const people = new Set((await listPeople(tx)).map(({ id }) => id));
  const missing = ids.find((id) => !people.has(id));
  if (missing !== undefined) throw notFound('person', missing);
}
