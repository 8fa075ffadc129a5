import { isSaidByLater, type Moot, mootBecause } from '../../core/alert/answered.ts';
import { isFollowed } from '../../core/alert/change-kinds.ts';
import { PASS_LASTS, writePass } from '../../core/alert/message-pass.ts';
import type { Params } from '../../core/feed/source.ts';
import type { Message, Notifier, NotifierIO, SendResult } from '../../core/message/notifier.ts';
import { withoutKeys } from '../../core/message/send-result.ts';
import { anyNoticeView } from '../../core/notices/notice-kinds.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../core/time.ts';
import { getChange } from '../../db/alert/alert-changes.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { type Channel, getChannel } from '../../db/channel/channels.ts';
import { claimDue, type Delivery } from '../../db/channel/deliveries.ts';
import { listTold } from '../../db/channel/delivery-order.ts';
import { claimNotice } from '../../db/channel/notices.ts';
import { holdSwitchedOff, type Parcel, type ParcelEnd, recordTry } from '../../db/channel/outbox.ts';
import type { Db } from '../../db/database.ts';
import { readSealKey } from '../../db/installation/seal-key.ts';
import { readMessage } from '../../db/views/alert/message.ts';
import { templateOf } from './channel-template.ts';
import { catchUp } from './follow-up.ts';
import { type GiveUpDeps, giveUp, tryFurther } from './give-up.ts';

export interface DeliverDeps extends GiveUpDeps {
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly playbooks: readonly Playbook[];
  readonly io: NotifierIO;
  /** Seals links in messages, until there is one of its own (`readSealKey`). */
  readonly passKey: Buffer;
  /** Address of this installation's page, for the link in the message. */
  readonly baseUrl: string;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

export interface DeliverReport {
  readonly sent: number;
  readonly retried: number;
  readonly failed: number;
  /** What became of each message of an alert, for whoever notifies the page. */
  readonly ended: readonly { readonly deliveryId: number; readonly status: ParcelEnd['status'] }[];
}

/** Words for one channel; null when what they are about is gone. */
type Render = (notifier: Notifier, settings: Params) => Promise<Message | null>;

const MAX_TRIES = 8;
/** Longer than any request may take: a sender that lives never loses its delivery. */
const LEASE = 2 * MINUTE;
/** One slow receiver must not keep the others waiting. */
const SENDERS = 4;

/**
 * Sends what is due, alerts before notices. Each message is taken by a lease in one statement, sent outside
 * any transaction and then recorded, so in the normal course it is sent once, whoever else works; when a
 * sender dies in between, the lease ends and it is sent again under the same id, by which the far side can tell. What
 * has become moot while it waited is not sent, and says why. Whoever a channel does not reach at the second try is told
 * through their next one, and the first is tried further.
 */
export async function deliver(deps: DeliverDeps): Promise<DeliverReport> {
  for (const outbox of ['delivery', 'notice'] as const) await holdSwitchedOff(deps.db, outbox);
  const ended: { deliveryId: number; status: ParcelEnd['status'] }[] = [];
  const ends: ParcelEnd['status'][] = [];
  const sender = async (): Promise<void> => {
    for (;;) {
      const delivery = await claimDue(deps.db, deps.now(), deps.now() + LEASE);
      if (delivery === null) break;
      const status = await sendAlert(deps, delivery);
      if (status !== null) ended.push({ deliveryId: delivery.id, status });
    }
    for (;;) {
      const status = await sendNotice(deps);
      if (status === 'none') return;
      if (status !== null) ends.push(status);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const all = [...ends, ...ended.map(({ status }) => status)];
  const count = (status: ParcelEnd['status']) => all.filter((each) => each === status).length;
  return { sent: count('sent'), retried: count('waiting'), failed: count('failed'), ended };
}

/** Null when another sender has recorded the delivery since. */
async function sendAlert(
  deps: DeliverDeps,
  delivery: Delivery & Parcel,
): Promise<ParcelEnd['status'] | null> {
  const render: Render = async (notifier, settings) => {
    const view = await readMessage(deps.db, delivery.changeId, deps.playbooks, deps.baseUrl);
    const template = await templateOf(deps.db, delivery.channelId);
    const confirm = await confirmLink(deps, delivery);
    return view && notifier.render({ ...view, confirm }, settings, template);
  };
  const moot = await mootOf(deps.db, delivery);
  const end =
    moot === null
      ? await tryOnce(deps, delivery, render, deliveryKey(delivery))
      : ({ status: 'held', reason: moot } as const);
  return (await record(deps, delivery, end)) ? end.status : null;
}

function record(deps: DeliverDeps, delivery: Delivery & Parcel, end: ParcelEnd): Promise<boolean> {
  if (end.status === 'failed') return giveUp(deps, { outbox: 'delivery', parcel: delivery }, end);
  if (end.status === 'waiting') return tryFurther(deps, delivery, end);
  if (end.status !== 'sent') return recordTry(deps.db, delivery, end);
  return deps.db.transaction().execute(async (tx) => {
    const recorded = await recordTry(tx, delivery, end);
    if (recorded) await catchUp(tx, deps, delivery);
    return recorded;
  });
}

/** What happened to the alert while its message waited, where that leaves nothing to send. */
async function mootOf(db: Db, delivery: Delivery): Promise<Moot | null> {
  const { id, alertId, changeId } = delivery;
  const [alert, change] = [await getAlert(db, alertId), await getChange(db, changeId)];
  if (alert === null || change === null) return null;
  const moot = mootBecause(alert, change);
  if (moot !== null) return moot;
  const told = await listTold(db, delivery);
  if (isFollowed(change.kind) && told.length === 0) return 'never-told';
  const isTold = told.some((later) => later.id > id && isSaidByLater(later.kind));
  return isTold && isSaidByLater(change.kind) ? 'told-since' : null;
}

/** Where whoever reads the message confirms the alert. */
async function confirmLink({ db, baseUrl, passKey }: DeliverDeps, delivery: Delivery): Promise<string> {
  const { alertId, channelId, createdAt } = delivery;
  // The same at every try: what is sent again is the same message.
  const seal = await readSealKey(db, passKey);
  const pass = writePass(seal, { alertId, channelId, until: createdAt + PASS_LASTS });
  return `${baseUrl.replace(/\/+$/, '')}/go/${pass}`;
}

async function sendNotice(deps: DeliverDeps): Promise<ParcelEnd['status'] | 'none' | null> {
  const parcel = await claimNotice(deps.db, deps.now(), deps.now() + LEASE);
  if (parcel === null) return 'none';
  const view = anyNoticeView(parcel.notice, deps.baseUrl);
  const render: Render = async (notifier, settings) => notifier.renderNotice(view, settings);
  const end = await tryOnce(deps, parcel, render, `${deliveryKey(parcel)}-notice`);
  const recorded =
    end.status === 'failed'
      ? giveUp(deps, { outbox: 'notice', parcel }, end)
      : recordTry(deps.db, parcel, end, 'notice');
  return (await recorded) ? end.status : null;
}

async function tryOnce(deps: DeliverDeps, parcel: Parcel, render: Render, key: string): Promise<ParcelEnd> {
  const channel = await getChannel(deps.db, parcel.channelId);
  if (!channel?.active) return { status: 'held', reason: 'channel-off' };
  const result = await send(deps, channel, render, { key, done: parcel.done ?? undefined });
  if (result.ok) return { status: 'sent', at: deps.now(), answer: result.answer ?? null };
  if (!result.retry) {
    const { reason, isGone } = result;
    return { status: 'failed', reason, ...(isGone && { isGone }) };
  }
  if (parcel.attempts >= MAX_TRIES) {
    return { status: 'failed', reason: `gave up after ${MAX_TRIES} tries: ${result.reason}` };
  }
  const nextAt = nextTry(parcel.attempts, deps.now(), deps.random(), result.retryAt);
  return { status: 'waiting', reason: result.reason, nextAt, done: result.done ?? parcel.done };
}

async function send(
  deps: DeliverDeps,
  channel: Channel,
  render: Render,
  { key, done }: { readonly key: string; readonly done: string | undefined },
): Promise<SendResult> {
  const notifier = deps.notifiers.get(channel.kind);
  if (!notifier) return { ok: false, retry: false, reason: `there is no channel kind ${channel.kind}` };
  const told = (result: SendResult) => withoutKeys(result, channel.settings, notifier.settings);
  try {
    const message = await render(notifier, channel.settings);
    if (message === null) return { ok: false, retry: false, reason: 'the alert is gone' };
    return told(await notifier.send(message, channel.settings, deps.io, key, done));
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    return told({ ok: false, retry: true, reason });
  }
}

/** The same for every try of one delivery, another for every other one, also of other installations. */
export function deliveryKey(delivery: Pick<Parcel, 'id' | 'createdAt'>): string {
  return `tingchao-${delivery.createdAt.toString(36)}-${delivery.id}`;
}

/** 30 s, 1 min, 2 min, … up to an hour, half of it by chance; or when the far side said, within a day. */
function nextTry(attempts: number, now: Instant, random: number, retryAt: Instant | undefined): Instant {
  const pause = Math.min(30 * SECOND * 2 ** (attempts - 1), HOUR);
  const own = now + Math.round(pause * (0.5 + random / 2));
  return retryAt === undefined ? own : Math.min(Math.max(retryAt, now + SECOND), now + DAY);
}
