import type { Alert } from '../../core/alert/alert.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { listJoinable, takeOver } from '../../db/alert/joined-alerts.ts';
import type { Tx } from '../../db/database.ts';
import { storyOfAlert } from '../../db/views/mention/story-marks.ts';

/** An alert that was closed longer ago is over, whatever its story is found to be. */
const STILL_ONE = DAY;

/**
 * Two stories are about to become one: alerts of one watch about them become one as well. Of a watch one alert is open
 * at most, so the first was closed as dealt with, within a day: it goes on with the level, the findings and the people
 * of the later one, which is closed as merged into it, with a line in the history of both. Nothing rings for it; what
 * still waits to be sent of the later one is sent once, as of the first. False alarms stay what they are, and a merge
 * of stories that is taken back leaves the alerts as they are.
 * @returns how many alerts were merged into others
 */
export async function joinAlerts(
  tx: Tx,
  stories: { readonly from: number; readonly into: number },
  said: { readonly at: Instant; readonly by: string },
): Promise<number> {
  const done = new Set<number>();
  for (const { first, later } of await listJoinable(tx, said.at - STILL_ONE)) {
    if (done.has(later)) continue;
    const [one, other] = [await getAlert(tx, first), await getAlert(tx, later)];
    if (one === null || other === null) continue;
    const told = [await storyIdOf(tx, one), await storyIdOf(tx, other)];
    if (told[0] === told[1] || !told.includes(stories.from) || !told.includes(stories.into)) continue;
    await joinOne(tx, one, other, said);
    done.add(later);
  }
  return done.size;
}

async function storyIdOf(tx: Tx, { watchId, changedAt: at, examples }: Alert): Promise<number | null> {
  return (await storyOfAlert(tx, { watchId, at, examples }))?.id ?? null;
}

async function joinOne(
  tx: Tx,
  first: Alert,
  later: Alert,
  { at, by }: { readonly at: Instant; readonly by: string },
): Promise<void> {
  const playbooks = [...new Set([...first.playbooks, ...later.playbooks])];
  await takeOver(tx, first, { ...later, playbooks }, at);
  const { risk, metrics, findings, examples, level } = later;
  const line = { at, kind: 'merged', to: level, actor: by, note: null } as const;
  await addChange(tx, { ...line, alertId: later.id, from: level, inputs: { joined: first.id } });
  const inputs = { risk, metrics, findings, examples, playbooks, joined: later.id };
  await addChange(tx, { ...line, alertId: first.id, from: first.level, inputs });
}
