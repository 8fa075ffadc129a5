import { setTimeout as pause } from 'node:timers/promises';
import { WORKER_ENDED } from '../core/fault-note.ts';
import type { Job, JobKind } from '../core/job/job.ts';
import { triesOf } from '../core/job/job-kinds.ts';
import { HOUR, type Instant, MINUTE } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { discardJobs, replayJobs } from '../db/job/dead-jobs.ts';
import { extendLeases, pruneJobs, reclaimJobs } from '../db/job/job-care.ts';
import {
  addJob,
  claimJob,
  dropWaitingJob,
  endJob,
  getJob,
  type JobRow,
  releaseJob,
  stateOfKey,
} from '../db/job/jobs.ts';
import type { JobEnd, JobStore } from './store.ts';

const LEASE = MINUTE;

/** Jobs in the installation's own table. Any connection may add and look, one process works. */
export function createSqlStore(db: Db, now: () => Instant): JobStore {
  let prunedAt = 0;

  async function prune(): Promise<void> {
    if (now() - prunedAt < HOUR) return;
    prunedAt = now();
    while ((await pruneJobs(db, now())) > 0) await pause(50);
  }

  return {
    async add({ waitMs, ...job }) {
      const at = now();
      return String(await addJob(db, { ...job, runAt: at + waitMs }, at));
    },
    look: async (_, id) => endOf(await getJob(db, Number(id))),
    stateOf: (_, key) => stateOfKey(db, key),
    drop: (_, id) => dropWaitingJob(db, Number(id)),
    async claim(kinds) {
      const row = await claimJob(db, kinds, now(), now() + LEASE);
      return row && readJob(row);
    },
    end(job, end) {
      const { status, ...rest } = end;
      const outcome = 'fault' in rest ? { error: rest.fault ?? WORKER_ENDED } : rest;
      return endJob(db, rowOf(job), { status, ...outcome }, now());
    },
    release: (job, { pauseMs, fault, uncounted }) =>
      releaseJob(db, rowOf(job), now() + pauseMs, {
        ...(fault === undefined ? {} : { error: fault }),
        uncounted: uncounted ?? false,
      }),
    async care(held, first) {
      const ids = held.map(({ id }) => Number(id));
      await extendLeases(db, ids, now() + LEASE);
      // Only one process works: what runs when it begins was left by one that is gone.
      const before = first ? Number.MAX_SAFE_INTEGER : now();
      const dead = await reclaimJobs(db, before, now(), triesOf, WORKER_ENDED);
      await prune();
      return dead.map(String);
    },
    replay: (ids) => replayJobs(db, ids.map(Number), now()),
    discard: (ids) => discardJobs(db, ids.map(Number)),
  };
}

const rowOf = ({ id, kind, attempts }: Job) => ({ id: Number(id), kind, attempts });

/** `kind` names the payload: the table keeps both in one row. */
function readJob(row: JobRow): Job {
  const { kind, attempts } = row;
  return { id: String(row.id), kind: kind as JobKind, payload: JSON.parse(row.payload_json), attempts };
}

function endOf(row: JobRow | null): JobEnd | null {
  if (row?.status === 'done') {
    return { status: 'done', result: row.result_json === null ? undefined : JSON.parse(row.result_json) };
  }
  return row === null || row.status === 'dead' ? { status: 'dead', fault: row?.error ?? null } : null;
}
