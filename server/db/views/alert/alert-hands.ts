import type { Alert } from '../../../core/alert/alert.ts';
import type { AlertScreen } from '../../../core/screens/alert.ts';
import type { Instant } from '../../../core/time.ts';
import { listChannels } from '../../channel/channels.ts';
import { readDuty } from '../../channel/duty.ts';
import { getEscalation } from '../../channel/escalations.ts';
import type { Db } from '../../database.ts';

/** In whose hands an alert is, whose it could be, and when it goes on to others. */
export async function readHands(
  db: Db,
  { id, watchId, assigneeId }: Alert,
  now: Instant,
): Promise<Pick<AlertScreen, 'assignee' | 'people' | 'escalation'>> {
  const { people, steps } = await readDuty(db, now, watchId);
  const active = new Set((await listChannels(db, { activeOnly: true })).map((channel) => channel.id));
  const stands = await getEscalation(db, id);
  const dueAt = stands?.dueAt ?? null;
  // Behind the last step, and where there is no chain, the same people are rung again.
  const again = (stands?.count ?? 0) + 1 >= steps.length;
  return {
    assignee: people.find((person) => person.id === assigneeId)?.name ?? null,
    people: people.map(({ id: personId, name, channelIds }) => ({
      id: personId,
      name,
      reachable: channelIds.some((channel) => active.has(channel)),
    })),
    escalation: dueAt === null ? null : { dueAt, again },
  };
}
