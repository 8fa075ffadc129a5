import { sql } from 'kysely';
import { readFault, WORKER_ENDED } from '../../../core/fault-note.ts';
import type { JobKind } from '../../../core/job/job.ts';
import { LAMENTED } from '../../../core/job/job-kinds.ts';
import type { DeadJob, DeadJobsScreen } from '../../../core/screens/jobs.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { engineOf } from '../../engine/engine.ts';
import { parseJson } from '../../engine/json.ts';
import { BOSS_SCHEMA, DEAD_QUEUE } from '../../job/boss-names.ts';

/** So many are listed at once. */
const LISTED = 100;

interface DeadRow {
  readonly id: number | string;
  readonly kind: JobKind;
  readonly died_at: Instant;
  readonly tries: number;
  readonly fault: string | null;
  readonly payload: string | null;
}

/** The jobs that wait for a person, newest first: of the embedded queue, or of pg-boss on PostgreSQL. */
export async function readDeadJobs(db: Db): Promise<DeadJobsScreen> {
  const { rows, total } = engineOf(db) === 'postgres' ? await readBoss(db) : await readTable(db);
  const names = await namesOf(
    db,
    rows.map(({ payload }) => payload),
  );
  return { jobs: rows.map((row) => toDead(row, names)), total };
}

/** How many jobs wait for a person. */
export async function countDead(db: Db): Promise<number> {
  if (engineOf(db) === 'postgres') return (await deadOfBoss(db))?.total ?? 0;
  // Written out, and from nought on: so SQLite looks into the index of the dead instead of walking along it.
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from job where status = 'dead' and ended_at > 0 and kind in (${sql.join(LAMENTED)})`.execute(
    db,
  );
  return rows[0]?.total ?? 0;
}

async function readTable(db: Db) {
  const dead = db.selectFrom('job').where('status', '=', 'dead').where('kind', 'in', LAMENTED);
  const { total } = await dead.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows: DeadRow[] = await dead
    .select(['id', 'kind', 'attempts as tries', 'error as fault', 'payload_json as payload'])
    .select((eb) => eb.fn.coalesce('ended_at', 'created_at').as('died_at'))
    .orderBy('ended_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LISTED)
    .execute();
  return { rows, total };
}

/** Null before a queue was opened: then its tables stand. */
async function deadOfBoss(db: Db) {
  const name = `${BOSS_SCHEMA}.job`;
  const { rows: found } = await sql<{
    there: boolean;
  }>`select to_regclass(${name}) is not null as there`.execute(db);
  if (!found[0]?.there) return null;
  const dead = sql`from ${sql.table(name)} where name = ${DEAD_QUEUE} and state < 'active'`;
  const { rows: counted } = await sql<{ total: number }>`select count(*) as total ${dead}`.execute(db);
  return { dead, total: counted[0]?.total ?? 0 };
}

/** pg-boss packs what it carries as the text of its JSON. */
async function readBoss(db: Db) {
  const found = await deadOfBoss(db);
  if (found === null) return { rows: [], total: 0 };
  const { dead, total } = found;
  const { rows } = await sql<DeadRow>`
    select id, source_name as kind, cast(extract(epoch from created_on) * 1000 as bigint) as died_at,
      source_retry_count + 1 as tries, source_output ->> 'json' as fault, data ->> 'json' as payload
    ${dead} order by created_on desc, id limit ${sql.lit(LISTED)}`.execute(db);
  const unpacked = rows.map((row) => ({
    ...row,
    fault: row.fault === null ? null : parseJson<string>(row.fault),
  }));
  return { rows: unpacked, total };
}

interface Subjects {
  readonly feedId?: number;
  readonly watchId?: number | null;
  readonly importId?: number;
}
type Names = Readonly<Record<keyof Subjects, ReadonlyMap<number, string>>>;

async function namesOf(db: Db, payloads: readonly (string | null)[]): Promise<Names> {
  const subjects = payloads.map(subjectsOf);
  const read = async (table: 'feed' | 'watch' | 'import_file', member: keyof Subjects) => {
    const ids = subjects.map((each) => each[member]).filter((id) => typeof id === 'number');
    if (ids.length === 0) return new Map<number, string>();
    const rows = await db.selectFrom(table).select(['id', 'name']).where('id', 'in', ids).execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  };
  return {
    feedId: await read('feed', 'feedId'),
    watchId: await read('watch', 'watchId'),
    importId: await read('import_file', 'importId'),
  };
}

const subjectsOf = (payload: string | null): Subjects => (payload === null ? {} : parseJson(payload));

function toDead(row: DeadRow, names: Names): DeadJob {
  const { code, message } = readFault(row.fault ?? WORKER_ENDED);
  const { feedId, watchId, importId } = subjectsOf(row.payload);
  const about = names.feedId.get(feedId ?? 0) ?? names.watchId.get(watchId ?? 0) ?? null;
  return {
    id: String(row.id),
    kind: row.kind,
    diedAt: row.died_at,
    tries: row.tries,
    why: message === WORKER_ENDED ? 'worker_ended' : code,
    message,
    about: about ?? names.importId.get(importId ?? 0) ?? null,
  };
}
