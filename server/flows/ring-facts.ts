import type { Alert, AlertChange } from '../core/alert.ts';
import type { ChannelLoad, Gate, GateFacts } from '../core/gate.ts';
import { silencing } from '../core/gates/silenced.ts';
import { whatRings } from '../core/ring.ts';
import type { Instant } from '../core/time.ts';
import { readChannelLoads } from '../db/channel-loads.ts';
import type { Channel } from '../db/channels.ts';
import type { Db } from '../db/database.ts';
import { listLastRings, type NewDelivery } from '../db/deliveries.ts';
import { readOpenReds } from '../db/views/red-alerts.ts';
import { readActiveSilences } from '../db/views/standing-silences.ts';
import { storyOfAlert } from '../db/views/story-marks.ts';

/** What is known before it is decided through which channels a change rings. */
export interface RingFacts {
  /** The silence that keeps the change from ringing anywhere; null: none. */
  readonly silenceId: number | null;
  /** Whether it rings through a channel, and if not, why. A ring counts for the next change that is asked about. */
  through(channel: Channel, gates?: readonly Gate[]): Required<Pick<NewDelivery, 'held' | 'silenceId'>>;
}

/** Reads what the gates need to know of a change, in the transaction that keeps it. */
export async function readRingFacts(
  tx: Db,
  change: AlertChange,
  known: { readonly now: Instant; readonly alerts: readonly Alert[]; readonly cooldown: number },
  given?: { readonly loads: ReadonlyMap<number, ChannelLoad> },
): Promise<RingFacts> {
  const { watchId } = change.draft;
  const rings = await listLastRings(tx, watchId);
  const loads = given?.loads ?? (await readChannelLoads(tx, known.now));
  const shared = { ...known, ...(await readSurroundings(tx, change, known.now)) };
  const factsOf = (channel: Channel): GateFacts => ({
    ...shared,
    channelLevel: channel.minLevel,
    lastRings: rings
      .filter(({ channelId }) => channelId === channel.id)
      .map((last) => ({ ...last, watchId })),
    quiet: channel.quiet,
    perHour: channel.perHour,
    load: loads.get(channel.id) ?? { lastHour: 0, owes: false },
  });
  return {
    silenceId: silencing(change, shared),
    through(channel, gates) {
      const [held] = whatRings([change], factsOf(channel), gates).held;
      return { held: held?.reason ?? null, silenceId: held?.silenceId ?? null };
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
