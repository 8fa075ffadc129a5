import type { Alert } from '../../core/alert/alert.ts';
import { joinDrafts } from '../../core/playbook/joined-drafts.ts';
import { joinReviews } from '../../core/review/joined-reviews.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { calledIn } from '../../db/alert/called-playbooks.ts';
import { listJoinable, takeOver } from '../../db/alert/joined-alerts.ts';
import { deleteReview, getReview, putReview } from '../../db/alert/reviews.ts';
import { listTemplates, saveTemplate } from '../../db/channel/alert-templates.ts';
import type { Tx } from '../../db/database.ts';
import { storyOfAlert } from '../../db/views/mention/story-marks.ts';
import { askForMore } from '../deliver/ask-for-more.ts';

interface Said {
  readonly at: Instant;
  readonly by: string;
}

/** An alert that was closed longer ago is over, whatever its story is found to be. */
const STILL_ONE = DAY;

/**
 * Two stories are about to become one: alerts of one watch about them become one as well. Of a watch one alert is open
 * at most, so the first was closed as dealt with, within a day: it goes on with the level, the findings and the people
 * of the later one, which is closed as merged into it, with a line in the history of both. Nothing rings for it; what
 * still waits to be sent of the later one is sent once, as of the first. What was written for either is kept: drafts in
 * which both filled the same gap as they were written last, with what gives way in the history. False alarms stay what they are, and a merge
 * of stories that is taken back leaves the alerts as they are.
 * @returns how many alerts were merged into others
 */
export async function joinAlerts(
  tx: Tx,
  stories: { readonly from: number; readonly into: number },
  said: Said,
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

async function joinOne(tx: Tx, first: Alert, later: Alert, { at, by }: Said): Promise<void> {
  const playbooks = [...new Set([...first.playbooks, ...later.playbooks])];
  await takeOver(tx, first, { ...later, calledAt: calledIn(later), playbooks }, at);
  await joinReviewsOf(tx, first.id, later.id, { at, by });
  const replaced = await joinDraftsOf(tx, first.id, later.id);
  const { risk, metrics, findings, examples, level } = later;
  const line = { at, kind: 'merged', to: level, actor: by, note: null } as const;
  await addChange(tx, { ...line, alertId: later.id, from: level, inputs: { joined: first.id } });
  const inputs = { risk, metrics, findings, examples, playbooks, joined: later.id };
  await addChange(tx, { ...line, alertId: first.id, from: first.level, inputs });
  await askForMore(tx, { id: first.id, level }, at);
  const stays = { alertId: first.id, at, from: level, to: level, inputs: {} };
  for (const { by: actor, words: note } of replaced)
    await addChange(tx, { ...stays, kind: 'draft-replaced', actor, note });
}

async function joinReviewsOf(tx: Tx, first: number, later: number, who: Said): Promise<void> {
  const [one, other] = [await getReview(tx, first), await getReview(tx, later)];
  if (other.version === 0) return;
  await putReview(tx, first, one.version, one.version === 0 ? other : joinReviews(one, other, who));
  await deleteReview(tx, later);
}

/** @returns what was written into drafts that give way to later ones */
async function joinDraftsOf(
  tx: Tx,
  first: number,
  later: number,
): Promise<readonly { readonly by: string; readonly words: string }[]> {
  const ours = await listTemplates(tx, first);
  const lost: { readonly by: string; readonly words: string }[] = [];
  for (const theirs of await listTemplates(tx, later)) {
    const own = ours.find(({ template }) => template === theirs.template);
    const { draft, replaced } = own ? joinDrafts(own, theirs) : { draft: theirs, replaced: null };
    await saveTemplate(tx, first, draft);
    if (replaced !== null) lost.push(replaced);
  }
  return lost;
}
