import type { Notifier, NotifierIO, SendResult } from '../core/notifier.ts';
import type { Playbook } from '../core/playbook.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../core/time.ts';
import { type Channel, getChannel } from '../db/channels.ts';
import type { Db } from '../db/database.ts';
import { claimDue, type Delivery, type DeliveryEnd, holdSwitchedOff, recordTry } from '../db/deliveries.ts';
import { readMessage } from '../db/views/message.ts';

export interface DeliverDeps {
  readonly db: Db;
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly playbooks: readonly Playbook[];
  readonly io: NotifierIO;
  /** Address of this installation's page, for the link in the message. */
  readonly baseUrl: string;
  readonly now: () => Instant;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

export interface DeliverReport {
  readonly sent: number;
  readonly retried: number;
  readonly failed: number;
  /** What became of each, for whoever tells the page. */
  readonly ended: readonly { readonly deliveryId: number; readonly status: DeliveryEnd['status'] }[];
}

const MOST_TRIES = 8;
/** Longer than any request may take: a sender that lives never loses its delivery. */
const LEASE = 2 * MINUTE;
/** One slow receiver must not keep the others waiting. */
const SENDERS = 4;

/**
 * Sends what is due. Each delivery is taken by a lease in one statement, sent outside any transaction and
 * then recorded, so in the normal course it is sent once, whoever else works; when a sender dies in
 * between, the lease ends and it is sent again under the same id, by which the far side can tell.
 */
export async function deliver(deps: DeliverDeps): Promise<DeliverReport> {
  await holdSwitchedOff(deps.db);
  const ended: { deliveryId: number; status: DeliveryEnd['status'] }[] = [];
  const sender = async (): Promise<void> => {
    for (;;) {
      const delivery = await claimDue(deps.db, deps.now(), deps.now() + LEASE);
      if (delivery === null) return;
      const end = await tryOnce(deps, delivery);
      if (await recordTry(deps.db, delivery, end))
        ended.push({ deliveryId: delivery.id, status: end.status });
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const count = (status: DeliveryEnd['status']) => ended.filter((each) => each.status === status).length;
  return { sent: count('sent'), retried: count('waiting'), failed: count('failed'), ended };
}

async function tryOnce(deps: DeliverDeps, delivery: Delivery): Promise<DeliveryEnd> {
  const channel = await getChannel(deps.db, delivery.channelId);
  if (!channel?.active) return { status: 'held', reason: 'channel-off' };
  const result = await send(deps, delivery, channel);
  if (result.ok) return { status: 'sent', at: deps.now(), answer: result.answer ?? null };
  if (!result.retry) return { status: 'failed', reason: result.reason };
  if (delivery.attempts >= MOST_TRIES) {
    return { status: 'failed', reason: `gave up after ${MOST_TRIES} tries: ${result.reason}` };
  }
  const nextAt = nextTry(delivery.attempts, deps.now(), deps.random(), result.retryAt);
  return { status: 'waiting', reason: result.reason, nextAt };
}

async function send(deps: DeliverDeps, delivery: Delivery, channel: Channel): Promise<SendResult> {
  const notifier = deps.notifiers.get(channel.kind);
  if (!notifier) return { ok: false, retry: false, reason: `there is no channel kind ${channel.kind}` };
  const view = await readMessage(deps.db, delivery.changeId, deps.playbooks, deps.baseUrl);
  if (!view) return { ok: false, retry: false, reason: 'the alert is gone' };
  try {
    const message = notifier.render(view, channel.settings);
    return await notifier.send(message, channel.settings, deps.io, deliveryKey(delivery));
  } catch (fault) {
    return { ok: false, retry: true, reason: fault instanceof Error ? fault.message : String(fault) };
  }
}

/** The same for every try of one delivery, another for every other one, also of other installations. */
export function deliveryKey(delivery: Pick<Delivery, 'id' | 'createdAt'>): string {
  return `tingchao-${delivery.createdAt.toString(36)}-${delivery.id}`;
}

/** 30 s, 1 min, 2 min, … up to an hour, half of it by chance; or when the far side said, within a day. */
function nextTry(attempts: number, now: Instant, random: number, retryAt: Instant | undefined): Instant {
  const pause = Math.min(30 * SECOND * 2 ** (attempts - 1), HOUR);
  const own = now + Math.round(pause * (0.5 + random / 2));
  return retryAt === undefined ? own : Math.min(Math.max(retryAt, now + SECOND), now + DAY);
}
