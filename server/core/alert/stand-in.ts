import type { Level } from '../risk/grade.ts';
import { type Duty, teamOf } from './escalation.ts';
import { channelsElsewhere } from './route-receivers.ts';

/**
 * Why a channel takes over what another would not take: it is the same person's; it is the team's of the watch, since
 * its routes name it or it is somebody's of its chain; it is no team's; it is another team's, and the alert is red.
 */
export type StandIn = 'same-person' | 'same-team' | 'shared' | 'other-team';

/**
 * The channel that takes over what nobody has heard of: the team's own before what is no team's, and another team's
 * only where there is nothing else and the alert is red. Null: there is none.
 * @param left channels in use that were not tried, in their order
 * @param known.routed channels that the routes name for the alert
 */
export function standInOf<C extends { readonly id: number }>(
  left: readonly C[],
  known: { readonly duty: Duty; readonly routed: readonly number[]; readonly level: Level },
): { readonly channel: C; readonly standsIn: StandIn } | null {
  const { duty, routed, level } = known;
  const ours = [...teamChannels(duty), ...routed];
  const own = ours.flatMap((id) => left.find((channel) => channel.id === id) ?? [])[0];
  if (own !== undefined) return { channel: own, standsIn: 'same-team' };
  const elsewhere = channelsElsewhere(duty);
  const shared = left.find(({ id }) => !elsewhere.has(id));
  if (shared !== undefined) return { channel: shared, standsIn: 'shared' };
  const [other] = left;
  return other !== undefined && level === 'I' ? { channel: other, standsIn: 'other-team' } : null;
}

/** Of those who have a turn or stand in, in the order of the chain. */
function teamChannels(duty: Duty): readonly number[] {
  return teamOf(duty).flatMap((id) => duty.people.find((person) => person.id === id)?.channelIds ?? []);
}
