import { noticeChannels } from '../../core/feed/feed-incident.ts';
import type { JobKind } from '../../core/job/job.ts';
import { stopsAlerts } from '../../core/notices/notice-hold.ts';
import type { NoticeTrouble } from '../../core/notices/trouble-notice.ts';
import type { ClockReading, Trouble, Vitals } from '../../core/operation/operational-trouble.ts';
import { find, TROUBLE_KINDS } from '../../core/operation/trouble-checks.ts';
import type { Instant } from '../../core/time.ts';
import { readChannelVitals } from '../../db/channel/channel-vitals.ts';
import { listChannels } from '../../db/channel/channels.ts';
import { readUnheardAlerts } from '../../db/channel/unheard-alerts.ts';
import type { Db, Tx } from '../../db/database.ts';
import { readServerClock } from '../../db/engine/server-clock.ts';
import { noteLook } from '../../db/installation/health-look.ts';
import { keptPruningHold } from '../../db/installation/pruning-holds.ts';
import {
  closeTrouble,
  listOpenTroubles,
  openTrouble,
  type StoredTrouble,
} from '../../db/installation/troubles.ts';
import { readQueueDepth } from '../../db/job/queue-depth.ts';
import { queueNotice } from '../deliver/queue-notice.ts';

export interface CheckHealthDeps {
  readonly db: Db;
  readonly now: () => Instant;
  /** What the clock on this machine's wall says, where that is not `now`. */
  readonly ownClock?: () => Instant;
  /** Room on the file system of the data folder; null where there is none. */
  readonly disk: () => Promise<Vitals['disk']>;
  /** Milliseconds that our clock is ahead of the web's; null while that is not known. */
  readonly aheadOfWeb: () => number | null;
  /** Kinds that some living worker does; null: not listened to for long enough. */
  readonly done: () => readonly JobKind[] | null;
}

export interface HealthReport {
  readonly began: readonly Trouble[];
  readonly over: readonly Trouble[];
  /** Channels that will be notified. */
  readonly told: number;
}

/**
 * Looks at the installation itself, opens a trouble for each thing that is wrong and closes those that are over, and
 * writes one notice of all of them to each channel that takes notices, in one transaction: each is reported once when
 * it begins and once when it is over. A channel that fails is reported through the others. What could not be looked at
 * stays as it is.
 */
export async function checkHealth(deps: CheckHealthDeps): Promise<HealthReport> {
  const vitals = await readVitals(deps);
  await noteLook(deps.db, vitals);
  const before = changesOf(vitals, await listOpenTroubles(deps.db));
  if (before.begin.length + before.end.length === 0) return { began: [], over: [], told: 0 };
  return deps.db.transaction().execute(async (tx) => {
    // Read again: while this waited for its turn, another may have opened or closed some.
    const open = await listOpenTroubles(tx);
    const { begin, end } = changesOf(vitals, open);
    const began: NoticeTrouble[] = [];
    for (const trouble of begin) {
      const troubleId = await openTrouble(tx, trouble, vitals.at);
      if (troubleId !== null) began.push({ ...trouble, troubleId, openedAt: vitals.at });
    }
    const over: NoticeTrouble[] = [];
    for (const { id: troubleId, closedAt: _, ...trouble } of end)
      if (await closeTrouble(tx, troubleId, vitals.at)) over.push({ ...trouble, troubleId });
    const told = began.length + over.length === 0 ? 0 : await notifyTroubles(tx, { began, over }, vitals.at);
    return { began, over, told };
  });
}

async function readVitals({
  db,
  now,
  ownClock = now,
  disk,
  aheadOfWeb,
  done,
}: CheckHealthDeps): Promise<Vitals> {
  const web = aheadOfWeb();
  const clocks: ClockReading[] = web === null ? [] : [{ against: 'web', offsetMs: web }];
  const server = await readServerClock(db, ownClock);
  if (server !== null) clocks.push({ against: 'database', offsetMs: server });
  const at = now();
  return {
    at,
    clocks,
    done: done(),
    disk: await disk(),
    queue: await readQueueDepth(db, at),
    channels: await readChannelVitals(db, at),
    unheard: await readUnheardAlerts(db),
    pruning: await keptPruningHold(db),
  };
}

function changesOf(vitals: Vitals, open: readonly StoredTrouble[]) {
  const begin: Trouble[] = [];
  const end: StoredTrouble[] = [];
  for (const kind of TROUBLE_KINDS) {
    const known = open.filter((each) => each.kind === kind);
    const found = find(kind)(vitals, (subject) => known.some((each) => each.subject === subject));
    if (found === null) continue;
    begin.push(...found.filter(({ subject }) => !known.some((each) => each.subject === subject)));
    end.push(...known.filter(({ subject }) => !found.some((each) => each.subject === subject)));
  }
  return { begin, end };
}

/** @returns how many channels will be notified */
async function notifyTroubles(
  tx: Tx,
  troubles: { readonly began: readonly NoticeTrouble[]; readonly over: readonly NoticeTrouble[] },
  at: Instant,
): Promise<number> {
  const open = await listOpenTroubles(tx);
  const failing = open.filter(({ kind }) => kind === 'channel-failing').map(({ subject }) => subject);
  const well = (await listChannels(tx, { activeOnly: true })).filter(
    ({ id }) => !failing.includes(String(id)),
  );
  const told = noticeChannels(well);
  const isUrgent = [...troubles.began, ...troubles.over].some(stopsAlerts);
  await queueNotice(tx, { troubles, at }, told, isUrgent);
  return told.length;
}
