import { statfs } from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { Queue } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import type { Vitals } from '../core/operation/operational-trouble.ts';
import type { WebClock } from '../core/time/web-clock.ts';
import { type Instant, SECOND } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { isFull } from '../db/engine/full.ts';
import { queueDelivery } from '../flows/deliver/queue-delivery.ts';
import { checkHealth } from '../flows/upkeep/check-health.ts';
import type { Log } from '../log.ts';
import { openPing, wayOut } from '../net/notifier-io.ts';
import { createHeartbeat } from './heartbeat.ts';
import { listenToWorkers } from './worker-voices.ts';

export interface HealthMonitor {
  /** One look at the installation itself; see `checkHealth`. */
  look(): Promise<void>;
  /** The last look could not be written down: the disk is full. */
  isFull(): boolean;
  /** One beat of the dead man's switch. Never rejects. */
  beat(): Promise<void>;
  stop(): void;
}

export interface HealthMonitorDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly log: Log;
  now(): Instant;
  readonly config: Pick<Config, 'dataFolder' | 'heartbeatUrl' | 'proxy'>;
  readonly webClock: WebClock;
}

const PING_MS = 10 * SECOND;

/** What looks at the installation itself, with what it needs of this machine. */
export function createHealthMonitor({
  db,
  bus,
  queue,
  log,
  now,
  config,
  webClock,
}: HealthMonitorDeps): HealthMonitor {
  const ping = openPing({ timeoutMs: PING_MS, dispatcher: wayOut(config.proxy) });
  const heartbeat = createHeartbeat({ db, url: config.heartbeatUrl, ping, now, log });
  const done = listenToWorkers(bus);
  const disk = () => diskSpaceOf(config.dataFolder);
  const ownClock = Date.now;
  const aheadOfWeb = () => webClock.offset(ownClock());
  let full = false;
  const watch = async () => {
    try {
      const report = await checkHealth({ db, now, ownClock, disk, aheadOfWeb, done });
      full = false;
      return report;
    } catch (fault) {
      full = isFull(fault);
      throw fault;
    }
  };
  return {
    isFull: () => full,
    async look() {
      const { began, over, told } = await watch();
      for (const { kind, subject, detail } of began) log.warn({ kind, subject, detail }, 'a trouble began');
      for (const { kind, subject } of over) log.info({ kind, subject }, 'a trouble is over');
      if (told > 0) await queueDelivery(queue);
      if (began.length + over.length > 0) bus.publish({ kind: 'settings', at: now(), what: 'channels' });
    },
    beat: heartbeat.beat,
    stop: heartbeat.stop,
  };
}

/** On PostgreSQL a worker may have no data folder: then there is no disk of ours to fill. */
async function diskSpaceOf(folder: string): Promise<Vitals['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}
