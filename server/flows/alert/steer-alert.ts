import type { Alert, AlertChangeKind } from '../../core/alert/alert.ts';
import { canMove, mentionedIn, type Phase } from '../../core/alert/alert-life.ts';
import type { Person } from '../../core/alert/duty.ts';
import { channelsOf } from '../../core/alert/escalation.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import { addChange, findSameChange } from '../../db/alert/alert-changes.ts';
import { getAlert, markAcknowledged, setAssignee, setPhase } from '../../db/alert/alerts.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import { listChannels } from '../../db/channel/channels.ts';
import { enqueueDeliveries } from '../../db/channel/deliveries.ts';
import { listPeople } from '../../db/channel/people.ts';
import type { Db, Tx } from '../../db/database.ts';
import { createAnnotation } from '../../db/reading/annotations.ts';
import { getWatch } from '../../db/watch/watches.ts';
import { mustBeOpen, mustBeSeen, type Sight } from './acknowledge.ts';
import { once, type Repeat, SAME_WITHIN_MS } from './once.ts';
import { isSaidAgain } from './said-again.ts';

interface Deps {
  readonly db: Db;
  readonly now: () => Instant;
}

const MOVED: Readonly<Record<Phase, AlertChangeKind>> = {
  investigating: 'investigating',
  watching: 'watching',
  incident: 'promoted',
};

/**
 * Moves an alert on; whoever does so has confirmed it as well. One that becomes an incident is marked in the timeline
 * of its watch, from when it opened. The same once more from the same person changes nothing.
 * @throws AppError('not_found'), AppError('conflict') when it is closed, an incident, or there already,
 *   AppError('rose_since') when it rose after it was looked at
 */
export function moveAlert(
  { db, now }: Deps,
  input: Sight & { readonly phase: Phase; readonly by: string; readonly note: string },
): Promise<Alert> {
  return db.transaction().execute(async (tx) => {
    const { phase, by } = input;
    const alert = await mustBeSeen(tx, input);
    if (
      alert.status !== 'open' &&
      alert.phase === phase &&
      (await isSaidAgain(tx, { ...input, kind: MOVED[phase] }))
    )
      return alert;
    if (!canMove(alert.phase, phase)) {
      throw new AppError('conflict', `alert ${alert.id} is ${alert.phase}`, { phase: alert.phase });
    }
    const at = now();
    if (await markAcknowledged(tx, alert.id, by, at))
      await addAlertChange(tx, alert, 'acknowledged', { at, by });
    await setPhase(tx, alert.id, phase);
    const note = input.note.trim() || null;
    await addAlertChange(tx, alert, MOVED[phase], { at, by, note });
    if (phase === 'incident') await markIncident(tx, alert, note, { at, by });
    return (await getAlert(tx, alert.id)) ?? alert;
  });
}

async function markIncident(tx: Tx, alert: Alert, note: string | null, who: { at: Instant; by: string }) {
  const watch = await getWatch(tx, alert.watchId);
  const text = note ?? watch?.name ?? '';
  const { watchId, openedAt } = alert;
  await createAnnotation(
    tx,
    { watchId, kind: 'incident', text, at: openedAt, until: null },
    { by: who.by, now: who.at },
  );
}

/**
 * Gives an alert to somebody, or to nobody (`personId` null), and rings them, unless they took it themselves.
 * @returns the alert, and how many messages wait
 * @throws AppError('not_found') for an alert or a person that does not exist, AppError('conflict') when it is closed,
 *   AppError('overtaken') where another one than was seen has it
 */
export function assignAlert(
  { db, now }: Deps,
  input: {
    readonly alertId: number;
    readonly personId: number | null;
    readonly by: string;
    /** Who was seen to have it, null: nobody; without: whoever has it. */
    readonly was?: number | null | undefined;
  },
): Promise<{ readonly alert: Alert; readonly waiting: number }> {
  return db.transaction().execute(async (tx) => {
    const alert = await mustBeOpen(tx, input.alertId);
    if (alert.assigneeId === input.personId) return { alert, waiting: 0 };
    if (input.was !== undefined && input.was !== alert.assigneeId)
      throw new AppError('overtaken', 'somebody else gave it to somebody meanwhile');
    const person = (await listPeople(tx)).find(({ id }) => id === input.personId) ?? null;
    if (person === null && input.personId !== null) throw notFound('person', input.personId);
    const at = now();
    await setAssignee(tx, alert.id, input.personId);
    const asked = { by: input.by, to: person?.name ?? null };
    const changeId = await addAlertChange(tx, alert, 'assigned', { at, by: input.by, asked });
    const called = person === null ? [] : [person];
    const waiting = await ringPeople(tx, alert, called, { changeId, at, by: input.by });
    return { alert: (await getAlert(tx, alert.id)) ?? alert, waiting };
  });
}

/**
 * Keeps what somebody says about an alert, also a closed one, and rings whom they name with an @.
 * Sent again by who got no answer, it is there already.
 * @returns how many messages wait, and whether it was there before
 * @throws AppError('not_found'), AppError('alert_merged'), AppError('bad_request') for a text that says nothing, AppError('key_reused')
 */
export function commentOn(
  { db, now }: Deps,
  input: {
    readonly alertId: number;
    readonly text: string;
    readonly by: string;
    readonly repeat?: Repeat | undefined;
  },
): Promise<{ readonly alert: Alert; readonly waiting: number; readonly repeated: boolean }> {
  return db.transaction().execute(async (tx) => {
    const alert = await requireStanding(tx, input.alertId);
    const text = input.text.trim();
    if (text === '') {
      const faults = [{ field: 'text', message: 'must not be empty' }];
      throw new AppError('bad_request', 'text: must not be empty', { faults });
    }
    const { by, repeat } = input;
    const at = now();
    const comment = { kind: 'commented', actor: by, note: text, since: at - SAME_WITHIN_MS } as const;
    const { id, repeated } = await once(tx, {
      kind: 'comment',
      by,
      repeat,
      at,
      same: () => findSameChange(tx, alert.id, comment),
      make: () => addAlertChange(tx, alert, 'commented', { at, by, note: text, asked: { by, to: null } }),
    });
    if (repeated) return { alert, waiting: 0, repeated };
    const named = mentionedIn(text, await listPeople(tx));
    return { alert, waiting: await ringPeople(tx, alert, named, { changeId: id, at, by }), repeated };
  });
}

interface ChangeNote {
  readonly at: Instant;
  readonly by: string;
  readonly note?: string | null;
  /** Who asks whom; absent: nobody is rung for it. */
  readonly asked?: { readonly by: string; readonly to: string | null };
}

/** With what a message of it needs, as the alert stands now. @returns the line's id */
function addAlertChange(
  tx: Tx,
  alert: Alert,
  kind: AlertChangeKind,
  { at, by, note = null, asked }: ChangeNote,
) {
  const { id: alertId, level, risk, metrics, findings, playbooks, examples } = alert;
  const inputs = asked === undefined ? {} : { risk, metrics, findings, playbooks, examples, asked };
  return addChange(tx, { alertId, at, kind, from: level, to: level, actor: by, note, inputs });
}

async function ringPeople(
  tx: Tx,
  { id: alertId, level }: Alert,
  people: readonly Person[],
  { changeId, at, by }: { readonly changeId: number; readonly at: Instant; readonly by: string },
): Promise<number> {
  const active = await listChannels(tx, { activeOnly: true });
  const channels = people
    .filter(({ name }) => name !== by)
    .flatMap((person) => {
      const theirs = channelsOf([person], active, level);
      // Who is asked by name hears of it, however mild it is.
      return theirs.length > 0 ? theirs : channelsOf([person], active, 'I').slice(0, 1);
    });
  const rows = channels.map(({ id }) => ({ alertId, changeId, channelId: id, held: null }));
  await enqueueDeliveries(tx, rows, at);
  return rows.length;
}
