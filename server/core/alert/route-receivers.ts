import { type Level, rankOf } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import { isAtWork, type Person } from './duty.ts';
import { calledAt, channelsOf, type Duty, type Reachable, type Ringable } from './escalation.ts';
import type { Route, Walk } from './route.ts';

/** Why an alert goes through a channel. */
export interface Because {
  /**
   * on-duty: it is somebody's who has the first step now. everybody: no route names it, and it is nobody's.
   * other-team: it belongs to people of another chain, and a red alert has nobody else. owner: it is theirs who have the
   * alert in hand.
   */
  readonly why: 'route' | 'on-duty' | 'everybody' | 'other-team' | 'owner';
  /** The branch that led there, from the top; empty where no route is for the alert, or its routes reach nobody. */
  readonly path: readonly Route[];
  /** Who is called. */
  readonly person: Person | null;
}

export interface Receiver<C> {
  readonly channel: C;
  readonly because: readonly Because[];
}

/**
 * Through which channels an alert rings first. Each branch rings what its last route names; where that is nothing, or
 * reaches nobody now, what the route above names, and at last what rings without routes: so nothing is ever lost.
 */
export function receiversOf<C extends Ringable>(
  { taken }: Pick<Walk, 'taken'>,
  known: Reachable<C>,
  level: Level,
  now: Instant,
): readonly Receiver<C>[] {
  const found = taken.flatMap((path) => ofBranch(path, known, level, now) ?? usual(known, level, now));
  const all = taken.length === 0 ? usual(known, level, now) : found;
  const together = Map.groupBy(all, ({ channel }) => channel.id);
  return [...together.values()].map((same) => ({
    channel: (same[0] as FoundChannel<C>).channel,
    because: same.map(({ because }) => because),
  }));
}

/**
 * The same, and whoever has the alert in hand, unless it reaches them anyway. As on duty a red alert rings all that they
 * have, and blue and yellow nothing outside of their hours.
 */
export function withOwner<C extends Ringable>(
  receivers: readonly Receiver<C>[],
  owner: Person | undefined,
  active: readonly C[],
  level: Level,
  now: Instant,
): readonly Receiver<C>[] {
  if (owner === undefined || (rankOf(level) < rankOf('II') && !isAtWork(owner, now))) return receivers;
  const rung = new Set(receivers.map(({ channel }) => channel.id));
  if (level !== 'I' && owner.channelIds.some((id) => rung.has(id))) return receivers;
  const because: Because = { why: 'owner', path: [], person: owner };
  const more = channelsOf([owner], active, level).filter(({ id }) => !rung.has(id));
  return [...receivers, ...more.map((channel) => ({ channel, because: [because] }))];
}

interface FoundChannel<C> {
  readonly channel: C;
  readonly because: Because;
}

/** Null: the branch reaches nobody. */
function ofBranch<C extends Ringable>(
  path: readonly Route[],
  known: Reachable<C>,
  level: Level,
  now: Instant,
): readonly FoundChannel<C>[] | null {
  for (let end = path.length; end > 0; end--) {
    const upTo = path.slice(0, end);
    const { channelIds, callsChain } = upTo.at(-1) as Route;
    const named = known.active
      .filter(({ id }) => channelIds.includes(id))
      .map((channel): FoundChannel<C> => ({ channel, because: { why: 'route', path: upTo, person: null } }));
    const found = callsChain ? [...named, ...onDuty(known, level, now, upTo)] : named;
    if (found.length > 0) return found;
  }
  return null;
}

function onDuty<C extends Ringable>(
  known: Reachable<C>,
  level: Level,
  now: Instant,
  path: readonly Route[],
): readonly FoundChannel<C>[] {
  return calledAt(known, level, 0, now).people.flatMap((person) =>
    channelsOf([person], known.active, level).map((channel) => ({
      channel,
      because: { why: 'on-duty' as const, path, person },
    })),
  );
}

/**
 * What rings without routes: channels that are nobody's, and of those on duty at the first step. Where there is no
 * chain every channel is everybody's, but for those of other teams: these ring only where nothing else is there, and
 * for red alone.
 */
function usual<C extends Ringable>(
  known: Reachable<C>,
  level: Level,
  now: Instant,
): readonly FoundChannel<C>[] {
  const { active, duty } = known;
  const elsewhere = channelsElsewhere(duty);
  const owned = duty.steps.length === 0 ? elsewhere : new Set([...ownedChannels(duty), ...elsewhere]);
  const called = onDuty(known, level, now, []);
  const because: Because = { why: 'everybody', path: [], person: null };
  const found = active.flatMap((channel): readonly FoundChannel<C>[] => {
    if (!owned.has(channel.id)) return [{ channel, because }];
    return called.filter((each) => each.channel.id === channel.id);
  });
  if (found.length > 0) return found;
  if (level === 'I')
    return active.map((channel) => ({ channel, because: { ...because, why: 'other-team' } }));
  // Whoever has the first turn now wants graver ones only: it is held there, and so the page can say why.
  const deaf = active.map((channel) => ({ channel, id: channel.id, minLevel: LOWEST_LEVEL }));
  const theirs = onDuty({ active: deaf, duty }, level, now, []);
  return theirs.map((each) => ({ channel: each.channel.channel, because: each.because }));
}

/** Every channel takes what is at least this grave. */
const LOWEST_LEVEL: Level = 'IV';

function ownedChannels({ people }: Duty): ReadonlySet<number> {
  return new Set(people.flatMap(({ channelIds }) => channelIds));
}

/** Channels of people who have a turn in other chains and none in this, and those that routes name for others alone. */
export function channelsElsewhere({
  people,
  elsewhere = [],
  channelsOfOthers = [],
}: Duty): ReadonlySet<number> {
  const theirs = people.filter(({ id }) => elsewhere.includes(id)).flatMap(({ channelIds }) => channelIds);
  return new Set([...theirs, ...channelsOfOthers]);
}
