import { isAtWork, shiftOf } from '../../../core/alert/duty.ts';
import { markOf } from '../../../core/optimistic-lock.ts';
import type { DutyScreen } from '../../../core/screens/duty.ts';
import type { Instant } from '../../../core/time.ts';
import { listBriefs, markOfPerson } from '../../channel/briefs.ts';
import { listChannels } from '../../channel/channels.ts';
import { listChains, listSwaps, readPolicy } from '../../channel/duty.ts';
import { listPeople } from '../../channel/people.ts';
import type { Db } from '../../database.ts';
import { listWatches } from '../../watch/watches.ts';

/** Everybody, the chains with who has each step now, and how long people have to confirm. */
export async function readDutyScreen(db: Db, now: Instant): Promise<DutyScreen> {
  const [people, chains, swaps] = [await listPeople(db), await listChains(db), await listSwaps(db, now)];
  const channels = await listChannels(db);
  const briefs = await listBriefs(db);
  const watches = await listWatches(db);
  const policy = await readPolicy(db);
  return {
    at: now,
    people: people.map((person) => ({
      ...person,
      atWork: isAtWork(person, now),
      mark: markOfPerson(person, briefs),
      briefs: briefs
        .filter(({ personId }) => personId === person.id)
        .map(({ personId: _, toldUntil: __, ...brief }) => brief),
    })),
    chains: chains.map((chain) => ({
      ...chain,
      mark: markOf(chain),
      steps: chain.steps.map((step) => ({ ...step, shift: shiftOf(step, swaps, now) })),
    })),
    swaps,
    policy,
    policyMark: markOf(policy),
    watches: watches.map(({ id, name }) => ({ id, name })),
    channels: channels.map(({ id, name, kind, active }) => ({ id, name, kind, active })),
  };
}
