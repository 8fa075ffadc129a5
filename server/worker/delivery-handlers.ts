import type { JobHandlers, Queue } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import { hasGroupDue } from '../db/channel/grouping.ts';
import { type DeliverDeps, deliver } from '../flows/deliver/deliver.ts';
import { escalate } from '../flows/deliver/escalate.ts';
import { followUp } from '../flows/deliver/follow-up.ts';
import { queueDelivery } from '../flows/deliver/queue-delivery.ts';
import { type ReleaseReport, releaseHeld } from '../flows/deliver/release-held.ts';
import { sendBriefs } from '../flows/deliver/send-briefs.ts';
import type { Log } from '../log.ts';

export interface DeliveryHandlerDeps extends Omit<DeliverDeps, 'passKey' | 'random'> {
  readonly bus: Pick<Bus, 'publish'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly log: Pick<Log, 'info' | 'error'>;
  readonly hashKey: Buffer;
}

function deliverHandler(deps: DeliveryHandlerDeps): JobHandlers['deliver'] {
  return async () => {
    await addWhatIsDue(deps);
    const { ended, ...counts } = await deliver({
      ...deps,
      passKey: deps.hashKey,
      random: Math.random,
      onGone: (device) => {
        deps.log.info(device, 'a device gave up its subscription and is switched off');
        deps.bus.publish({ kind: 'settings', at: deps.now(), what: 'channels' });
      },
    });
    if (ended.length > 0) deps.log.info(counts, 'alerts were delivered');
    for (const end of ended) deps.bus.publish({ kind: 'delivery', at: deps.now(), ...end });
    // Last: whatever is wrong with a brief, alerts have gone out. What is written here goes with the next turn.
    await sendBriefs(deps);
    return counts;
  };
}

/**
 * What else is to be sent now: whatever goes wrong with it, what waits to be sent is sent. It is not thrown either: a
 * turn that failed would keep the next ones waiting.
 */
async function addWhatIsDue(deps: DeliveryHandlerDeps): Promise<void> {
  const { log } = deps;
  try {
    // What waited for its group goes with this turn, to the second and not to the minute.
    if (await hasGroupDue(deps.db, deps.now())) await release(deps);
  } catch (err) {
    log.error({ err }, 'what was held could not be told');
  }
  try {
    await followUp(deps);
  } catch (err) {
    log.error({ err }, 'programs could not be told what became of alerts');
  }
  try {
    await passOn(deps);
  } catch (err) {
    log.error({ err }, 'no alert could be passed on');
  }
}

/** What is wrong with one is logged, and the others are sent. */
function release(deps: DeliveryHandlerDeps): Promise<ReleaseReport> {
  const { db, now, log } = deps;
  return releaseHeld({
    db,
    now,
    onFault: (err, of) => log.error({ err, ...of }, 'something that was held could not be told'),
  });
}

async function passOn(deps: DeliveryHandlerDeps): Promise<void> {
  const { told, faults } = await escalate(deps);
  for (const change of told) {
    deps.log.info({ ...change }, 'an alert was passed on');
    deps.bus.publish({ kind: 'alert', ...change });
  }
  for (const { alertId, fault } of faults) {
    deps.log.error({ err: fault, alertId }, 'an alert could not be passed on');
  }
}

function releaseHandler(deps: DeliveryHandlerDeps): JobHandlers['release-held'] {
  return async () => {
    const report = await release(deps);
    if (report.rung + report.told === 0) return null;
    deps.log.info(report, 'what was held is told');
    await queueDelivery(deps.queue);
    return report;
  };
}

/** Sends what waits, passes on what nobody confirmed, and tells what was held. */
export function createDeliveryHandlers(
  deps: DeliveryHandlerDeps,
): Pick<JobHandlers, 'deliver' | 'release-held'> {
  return { deliver: deliverHandler(deps), 'release-held': releaseHandler(deps) };
}
