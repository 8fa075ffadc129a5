import type { Alert } from '../../../core/alert/alert.ts';
import { isRing } from '../../../core/alert/change-kinds.ts';
import { unreached } from '../../../core/alert/rung.ts';
import { byTelling } from '../../../core/finding/by-telling.ts';
import type { Playbook, Template } from '../../../core/playbook/playbook.ts';
import { fillStatement, namedGaps } from '../../../core/playbook/statement-check.ts';
import { type CourseFacts, courseOf } from '../../../core/review/course.ts';
import { effectHours, effectOf } from '../../../core/review/effect.ts';
import { isOverdue, questionsOf } from '../../../core/review/review.ts';
import type { ReviewScreen } from '../../../core/screens/review.ts';
import { DAY, type Instant, startOfHour } from '../../../core/time.ts';
import { type AlertChangeRecord, listChanges } from '../../alert/alert-changes.ts';
import { listDoneSteps } from '../../alert/alert-steps.ts';
import { getAlert } from '../../alert/alerts.ts';
import { listJoined } from '../../alert/joined-alerts.ts';
import { listMeasures } from '../../alert/review-measures.ts';
import { getReview } from '../../alert/reviews.ts';
import { listStatements } from '../../alert/statements.ts';
import { type FilledTemplate, listTemplates } from '../../channel/alert-templates.ts';
import { listDeliveries } from '../../channel/deliveries.ts';
import type { Db } from '../../database.ts';
import { readHours } from '../../series/buckets.ts';

/** A post may be older than its alert; one that is much older is quoted, and began nothing. */
const MAX_FIRST_POST_LEAD_MS = 7 * DAY;

/**
 * How an alert went and what people concluded; null when there is none. Counts by the hour, and five posts by their
 * ids.
 */
export async function readReview(
  db: Db,
  id: number,
  playbooks: readonly Playbook[],
  now: Instant,
): Promise<ReviewScreen | null> {
  const alert = await getAlert(db, id);
  if (alert === null) return null;
  const changes = await readCourseChanges(db, id);
  const known = new Set([...alert.playbooks, ...changes.flatMap(({ inputs }) => inputs.playbooks ?? [])]);
  const called = [...known].flatMap((each) => playbooks.find((playbook) => playbook.id === each) ?? []);
  const firstPost = await readFirstPost(db, alert, changes);
  const course = courseOf(await readFacts(db, alert, { changes, called, playbooks, firstPost, now }));
  const { openedAt, closedAt, watchId } = alert;
  const times = { openedAt, closedAt, answeredAt: course.answer?.at ?? null, now };
  const { from, to } = effectHours(times);
  const hours = await readHours(db, [watchId], from, to);
  return {
    alertId: id,
    now,
    course,
    effect: effectOf({ ...times, hours }),
    foundBy: foundBy(changes, hours, firstPost?.at ?? null, openedAt),
    review: await getReview(db, id),
    questions: questionsOf(called),
    playbooks: called.map(({ id: book, name }) => ({ id: book, name })),
    measures: (await listMeasures(db, [id])).map((each) => ({ ...each, overdue: isOverdue(each, now) })),
  };
}

/** The history of an alert with that of those that were joined to it, oldest first; of each join one line. */
async function readCourseChanges(db: Db, id: number): Promise<readonly AlertChangeRecord[]> {
  const all = [...(await listChanges(db, id))];
  for (const other of await listJoined(db, [id])) {
    const theirs = await listChanges(db, other.id);
    // Both sides of a join have a line of it: that of the earlier alert stays.
    all.push(...theirs.filter(({ kind, inputs }) => kind !== 'merged' || (inputs.joined ?? 0) > other.id));
  }
  return all.toSorted((a, b) => a.at - b.at || a.id - b.id);
}

interface ReviewInput {
  readonly changes: readonly AlertChangeRecord[];
  readonly called: readonly Playbook[];
  readonly playbooks: readonly Playbook[];
  readonly firstPost: CourseFacts['firstPost'];
  readonly now: Instant;
}

async function readFacts(db: Db, alert: Alert, read: ReviewInput): Promise<CourseFacts> {
  const { openedAt, closedAt, calledAt } = alert;
  const templates = read.playbooks.flatMap((book) => book.templates);
  const messages = [];
  for (const each of new Set(read.changes.map(({ alertId }) => alertId)))
    messages.push(...(await listDeliveries(db, each)));
  const rung = Map.groupBy(messages, ({ changeId }) => changeId);
  return {
    openedAt,
    closedAt,
    calledAt,
    now: read.now,
    firstPost: read.firstPost,
    playbooks: read.called,
    changes: read.changes.map(({ id, alertId, at, kind, to, actor, note, inputs }) => ({
      at,
      kind,
      to,
      actor,
      note,
      people: inputs.escalation?.people ?? [inputs.asked?.to ?? []].flat(),
      rung: unreached(rung.get(id) ?? []),
      joined: alertId === alert.id ? (inputs.joined ?? null) : alertId,
    })),
    confirmations: confirmationsOf(alert, read.changes),
    deliveries: messages.flatMap(({ channel, change, sentAt, together, releasedAt }) => {
      if (!isRing(change)) return [];
      const told = sentAt ?? (together === 'sent' ? releasedAt : null);
      return told === null ? [] : [{ channel, at: told }];
    }),
    done: await listDoneSteps(db, [alert.id]),
    published: (await listStatements(db, alert.id)).flatMap(({ title, publications }) =>
      publications.map(({ at, by }) => ({ title, at, by })),
    ),
    drafts: (await listTemplates(db, alert.id)).map((draft) => ({
      title: titleOf(draft, templates),
      at: draft.updatedAt,
      by: draft.updatedBy,
    })),
  };
}

/** As its page shows it: reworded, or as the template has it, with names in the gaps. */
function titleOf({ template, wording, values }: FilledTemplate, templates: readonly Template[]): string {
  if (wording !== null) return wording.title;
  const known = templates.find(({ id }) => id === template);
  return known ? namedGaps(fillStatement(known, values).title) : template;
}

/** By its history and that of those that were joined to it. */
function confirmationsOf(
  { acknowledgedAt: at, acknowledgedBy }: Alert,
  changes: readonly AlertChangeRecord[],
): CourseFacts['confirmations'] {
  const told = changes.flatMap((change) =>
    change.kind === 'acknowledged' ? [{ at: change.at, by: change.actor }] : [],
  );
  if (at === null || told.some((each) => each.at === at)) return told;
  return [...told, { at, by: acknowledgedBy ?? '' }].toSorted((a, b) => a.at - b.at);
}

/** The earliest of the posts that were given as examples when it opened. */
async function readFirstPost(
  db: Db,
  alert: Alert,
  changes: readonly AlertChangeRecord[],
): Promise<CourseFacts['firstPost']> {
  const examples = changes.find(({ kind }) => kind === 'opened')?.inputs.examples ?? [];
  if (examples.length === 0) return null;
  const post = await db
    .selectFrom('post')
    .select(['at', 'stored_at'])
    .where('id', 'in', examples)
    .orderBy('at')
    .orderBy('id')
    .executeTakeFirst();
  if (!post || post.at > alert.openedAt || post.at < alert.openedAt - MAX_FIRST_POST_LEAD_MS) return null;
  return { at: post.at, storedAt: post.stored_at };
}

/** What said most when it opened, and how much had been said in the whole hours from the first post until then. */
function foundBy(
  changes: readonly AlertChangeRecord[],
  hours: readonly { readonly hour: Instant; readonly total: number; readonly negative: number }[],
  first: Instant | null,
  openedAt: Instant,
): ReviewScreen['foundBy'] {
  const [finding] = byTelling(changes.find(({ kind }) => kind === 'opened')?.inputs.findings ?? []);
  if (!finding) return null;
  if (first === null) return { finding, before: null };
  const before = hours.filter(({ hour }) => hour >= startOfHour(first) && hour < openedAt);
  const posts = before.reduce((sum, { total }) => sum + total, 0);
  return { finding, before: { posts, negative: before.reduce((sum, hour) => sum + hour.negative, 0) } };
}
