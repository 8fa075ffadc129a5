import type { Alert, AlertChange } from '../../core/alert/alert.ts';
import type { ChannelLoad, Gate, GateFacts } from '../../core/alert/gate.ts';
import { silencing } from '../../core/alert/gates/silenced.ts';
import type { Grouping } from '../../core/alert/grouping.ts';
import { whatRings } from '../../core/alert/ring.ts';
import type { Instant } from '../../core/time.ts';
import { readChannelLoads } from '../../db/channel/channel-loads.ts';
import type { Channel } from '../../db/channel/channels.ts';
import { listLastRings, type NewDelivery } from '../../db/channel/deliveries.ts';
import { readGrouping } from '../../db/channel/grouping.ts';
import type { Db } from '../../db/database.ts';
import { readOpenReds } from '../../db/views/alert/red-alerts.ts';
import { readActiveSilences } from '../../db/views/alert/standing-silences.ts';
import { storyOfAlert } from '../../db/views/mention/story-marks.ts';
import { readGroup } from './group-facts.ts';

/** What is known before it is decided through which channels a change rings. */
export interface RingFacts {
  /** The silence that keeps the change from ringing anywhere; null: none. */
  readonly silenceId: number | null;
  /**
   * Whether it rings through a channel, and if not, why, and until when.
   * @param by.grouping how messages are put together on the branch that leads there; as of all if not given
   */
  through(
    channel: Channel,
    by?: { readonly gates?: readonly Gate[]; readonly grouping?: Grouping | null },
  ): Required<Pick<NewDelivery, 'held' | 'silenceId' | 'dueAt'>>;
}

/** Reads what the gates need to know of a change, in the transaction that keeps it. */
export async function readRingFacts(
  tx: Db,
  change: AlertChange,
  known: { readonly now: Instant; readonly alerts: readonly Alert[]; readonly cooldown: number },
  given?: {
    readonly loads?: ReadonlyMap<number, ChannelLoad>;
    /** Of the branches that will be asked about. */
    readonly groupings?: readonly Grouping[];
  },
): Promise<RingFacts> {
  const { watchId } = change.draft;
  const rings = await listLastRings(tx, watchId);
  const usual = await readGrouping(tx);
  const groupings = [usual, ...(given?.groupings ?? [])];
  const groupOf = await readGroup(tx, change, rings, { now: known.now, groupings });
  const loads = given?.loads ?? (await readChannelLoads(tx, known.now));
  const shared = { ...known, ...(await readSurroundings(tx, change, known.now)) };
  const factsOf = (channel: Channel, grouping: Grouping): GateFacts => ({
    ...shared,
    channelLevel: channel.minLevel,
    lastRings: rings
      .filter(({ channelId }) => channelId === channel.id)
      .map((last) => ({ ...last, watchId })),
    quiet: channel.quiet,
    perHour: channel.perHour,
    load: loads.get(channel.id) ?? { lastHour: 0, owes: false },
    group: groupOf(channel.id, grouping),
  });
  return {
    silenceId: silencing(change, shared),
    through(channel, { gates, grouping } = {}) {
      const [held] = whatRings([change], factsOf(channel, grouping ?? usual), gates).held;
      return {
        held: held?.reason ?? null,
        silenceId: held?.silenceId ?? null,
        dueAt: held?.until ?? null,
      };
    },
  };
}

/** What of the facts is the same for every channel. */
async function readSurroundings(
  tx: Db,
  change: AlertChange,
  now: Instant,
): Promise<Pick<GateFacts, 'silences' | 'storyId' | 'besideRed'>> {
  const { watchId, level, examples } = change.draft;
  const silences = await readActiveSilences(tx, now);
  // A story is looked for only where something turns on it.
  const reds = level === 'IV' ? await readOpenReds(tx) : [];
  const isAsked = reds.length > 0 || silences.some(({ matcher }) => matcher.storyIds);
  const story = isAsked ? await storyOfAlert(tx, { watchId, at: now, examples }) : null;
  const storyId = story?.id ?? null;
  const besideRed = reds.some(
    (red) => red.watchId === watchId || (storyId !== null && red.storyId === storyId),
  );
  return { silences, storyId, besideRed };
}
