import type { AlertChange } from '../../core/alert/alert.ts';
import { type GroupFacts, type Grouping, waitsForInterval } from '../../core/alert/grouping.ts';
import { type Instant, MINUTE } from '../../core/time.ts';
import { getChange } from '../../db/alert/alert-changes.ts';
import type { LastRing } from '../../db/channel/deliveries.ts';
import { readGroupHolds } from '../../db/channel/grouping.ts';
import type { Db } from '../../db/database.ts';
import { storiesOf } from '../../db/views/alert/red-alerts.ts';

/**
 * What each channel was sent of the group of a change: its watch and its story. A story that is not known, at first or
 * now, is taken for the same one; and a ring of another alert of the watch counts as long as an interval lasts.
 * @param groupings all that may be asked for: of all, and of the branches that lead somewhere
 */
export async function readGroup(
  tx: Db,
  change: AlertChange,
  rings: readonly LastRing[],
  { now, groupings }: { readonly now: Instant; readonly groupings: readonly Grouping[] },
): Promise<(channelId: number, grouping: Grouping) => GroupFacts> {
  const alertId = change.kind === 'opened' ? null : change.alertId;
  const held = alertId === null ? new Map<number, Instant>() : await readGroupHolds(tx, alertId);
  const longest = Math.max(...groupings.map(({ intervalMinutes }) => intervalMinutes)) * MINUTE;
  const recent = rings.filter(({ at }) => now - at < longest);
  // A story is looked for only where something turns on it.
  const isAsked = recent.length > 0 && waitsForInterval(change);
  const others = isAsked ? await ofOtherStories(tx, change.draft.examples, recent) : new Set<number>();
  return (channelId, grouping) => {
    const last = rings.find((ring) => ring.channelId === channelId);
    const isRecent = last !== undefined && now - last.at < grouping.intervalMinutes * MINUTE;
    const isSame = last !== undefined && (last.alertId === alertId || isRecent) && !others.has(last.changeId);
    return { grouping, rangAt: isSame ? last.at : null, heldUntil: held.get(channelId) ?? null };
  };
}

/** Changes that rang last and are about another story than these posts. */
async function ofOtherStories(
  tx: Db,
  examples: readonly number[],
  rings: readonly LastRing[],
): Promise<ReadonlySet<number>> {
  const shown = examples.map((post) => ({ alert: NOW, post }));
  const told = [...new Set(rings.map(({ changeId }) => changeId))];
  for (const changeId of told) {
    const posts = (await getChange(tx, changeId))?.inputs.examples ?? [];
    shown.push(...posts.map((post) => ({ alert: changeId, post })));
  }
  const stories = shown.length === 0 ? new Map<number, number>() : await storiesOf(tx, shown);
  const story = stories.get(NOW);
  return new Set(told.filter((id) => story !== undefined && stories.has(id) && stories.get(id) !== story));
}

/** Stands for what is asked about; no change has this number. */
const NOW = 0;
