import { randomUUID } from 'node:crypto';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { WORKER_ENDED } from '../core/fault-note.ts';
import type { Job, JobKind } from '../core/job/job.ts';
import { DEAD_QUEUE } from '../db/job/boss-names.ts';
import { aroundBoss } from './boss-around.ts';
import type { JobEnd, JobStore } from './store.ts';

/**
 * Texts from the web hold letters that `jsonb` refuses (NUL, halves of a pair): what jobs carry is packed as
 * the text of its JSON, in which they are escaped.
 */
interface Packed {
  readonly json?: string;
}
const pack = (value: unknown): Packed => ({ json: JSON.stringify(value) });
const unpack = (packed: Packed | null) => (packed?.json === undefined ? undefined : JSON.parse(packed.json));

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** pg-boss answers how many rows it changed, but does not say so in its types. */
const changed = (answer: object): number => ('affected' in answer ? Number(answer.affected) : 0);
const tryOf = ({ id, attempts }: Job) => ({ id, retryCount: attempts - 1 });

/** Jobs in pg-boss: any number of processes add, look and work. */
export function createBossStore(boss: PgBoss): JobStore {
  const around = aroundBoss(boss);
  return {
    async add({ kind, payload, key, waitMs }) {
      const id = randomUUID();
      // One job of a key waits or runs; a job without one keeps to itself.
      const options = { id, singletonKey: key ?? id, ...startAfter(waitMs) };
      for (;;) {
        if ((await boss.send(kind, pack(payload), options)) !== null) return id;
        const known = await around.holderOf(kind, key ?? id);
        if (known !== null) return known;
        // It ended between the two statements: the key is free.
      }
    },
    look: async (kind, id) => endOf((await boss.findJobs<Packed>(kind, { id }))[0]),
    stateOf: (kind, key) => around.stateOf(kind, key),
    drop: (kind, id) => around.drop(kind, id),
    async claim(kinds) {
      if (kinds.length === 0) return null;
      for (const kind of await around.dueKinds(kinds)) {
        const [taken] = await boss.fetch<Packed>(kind);
        if (taken) return readJob(kind, taken);
        // Another worker was faster: the next kind.
      }
      return null;
    },
    async end(job, end) {
      if (job.kind === 'preview') await around.wipe(job);
      if (end.status === 'done')
        return changed(await boss.complete(job.kind, tryOf(job), pack(end.result))) === 1;
      await around.letNoTryFollow(job);
      return changed(await boss.fail(job.kind, tryOf(job), pack(end.fault))) === 1;
    },
    async release(job, { pauseMs, fault, uncounted }) {
      await around.giveBack(job, pauseMs, fault === undefined ? null : pack(fault), uncounted ?? false);
    },
    async care(held) {
      for (const [kind, jobs] of Map.groupBy(held, (job) => job.kind))
        await boss.touch(kind, jobs.map(tryOf));
      await around.freeSetBack();
      await boss.supervise();
      await around.wipeEnded('preview');
      // pg-boss does not say which died; whoever waits for one of them looks for itself.
      return [];
    },
    async replay(ids) {
      const known = ids.filter((id) => UUID.test(id));
      return known.length === 0 ? 0 : boss.redrive(DEAD_QUEUE, { ids: known });
    },
    async discard(ids) {
      const known = ids.filter((id) => UUID.test(id));
      return known.length === 0 ? 0 : changed(await boss.deleteJob(DEAD_QUEUE, known));
    },
  };
}

/** Told as a pause, not as a time: the server's clock counts, whatever the clocks of workers say. */
function startAfter(waitMs: number): { readonly startAfter?: string } {
  return waitMs === 0 ? {} : { startAfter: `${waitMs} milliseconds` };
}

function readJob(kind: JobKind, taken: { id: string; data: Packed; retryCount: number }): Job {
  return { id: taken.id, kind, payload: unpack(taken.data), attempts: taken.retryCount + 1 };
}

function endOf(job: JobWithMetadata<Packed> | undefined): JobEnd | null {
  if (job === undefined) return { status: 'dead', fault: null };
  if (job.state === 'completed') return { status: 'done', result: unpack(job.output) };
  return job.state === 'failed' ? { status: 'dead', fault: unpack(job.output) ?? WORKER_ENDED } : null;
}
