import { sql } from 'kysely';
import { chinaTime, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { parseJson } from '../../engine/json.ts';
import { readDeadJobs } from './dead-jobs.ts';

/** Words of what something is done to, under the names that the log of changes uses. */
export type Subject = Readonly<Record<string, string | readonly string[]>>;

type Params = Readonly<Record<string, string>>;
type ReadSubject = (db: Db, params: Params) => Promise<Subject | null>;

function numberOf(params: Params, name: string): number | null {
  const text = params[name] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A row whose name stands in a column. */
const named =
  (table: string, column: string, param = 'id'): ReadSubject =>
  async (db, params) => {
    const id = numberOf(params, param);
    if (id === null) return null;
    const { rows } = await sql<{ name: string | null }>`
      select ${sql.ref(column)} as name from ${sql.table(table)} where id = ${id}`.execute(db);
    return rows[0]?.name == null ? null : { of: rows[0].name };
  };

const ofAlert: ReadSubject = async (db, params) => {
  const { rows } = await sql<{ name: string }>`select watch.name from alert
    join watch on watch.id = alert.watch_id where alert.id = ${numberOf(params, 'id')}`.execute(db);
  return rows[0] === undefined ? null : { of: rows[0].name };
};

const ofStatement: ReadSubject = async (db, params) => {
  if (params.statement === undefined) return ofAlert(db, params);
  const said = await named('statement', 'title', 'statement')(db, params);
  const { rows } = await sql<{
    outlet: string;
    url: string | null;
  }>`select outlet, url from statement_publication
    where id = ${numberOf(params, 'publication')}`.execute(db);
  const [out] = rows;
  if (out === undefined) return said;
  return { ...said, outlet: out.outlet, ...(out.url === null ? {} : { url: out.url }) };
};

const ofStandard: ReadSubject = async (db, params) => {
  const { rows } = await sql<{ name: string }>`select name from standard_version
    where standard_id = ${numberOf(params, 'id')} order by version desc limit 1`.execute(db);
  return rows[0] === undefined ? null : { of: rows[0].name };
};

const ofDrill: ReadSubject = async (db, params) => {
  const id = numberOf(params, 'id');
  const row =
    id === null
      ? undefined
      : await db.selectFrom('drill').select('plan_json').where('id', '=', id).executeTakeFirst();
  return row === undefined
    ? null
    : { of: parseJson<{ scenario: { title: string } }>(row.plan_json).scenario.title };
};

const ofStory: ReadSubject = async (db, params) => {
  const { rows } = await sql<{ name: string }>`select coalesce(own_title, title) as name from story
    where id = ${numberOf(params, 'id')}`.execute(db);
  return rows[0] === undefined ? null : { of: rows[0].name };
};

const ofSwap: ReadSubject = async (db, params) => {
  const { rows } = await sql<{ name: string; since: Instant; until: Instant }>`
    select person.name, duty_swap.from_at as since, duty_swap.until_at as until
    from duty_swap join person on person.id = duty_swap.person_id
    where duty_swap.id = ${numberOf(params, 'id')}`.execute(db);
  const [swap] = rows;
  return swap === undefined
    ? null
    : { of: swap.name, since: chinaTime(swap.since), until: chinaTime(swap.until) };
};

/** By actions of the log, or by what stands before their dot. */
const READS: Readonly<Record<string, ReadSubject | null>> = {
  alert: ofAlert,
  review: ofAlert,
  statement: ofStatement,
  'measure.add': ofAlert,
  story: ofStory,
  standard: ofStandard,
  drill: ofDrill,
  swap: ofSwap,
  measure: named('review_measure', 'what'),
  report: named('report', 'title'),
  annotation: named('annotation', 'text'),
  fix: named('fix', 'title'),
  survey: named('survey', 'name'),
  crisis: named('crisis_label', 'name', 'crisis'),
  silence: named('silence', 'reason'),
  watch: named('watch', 'name'),
  risk: named('watch', 'name'),
  feed: named('feed', 'name'),
  channel: named('channel', 'name'),
  template: named('channel', 'name'),
  team: named('duty_chain', 'name'),
  person: named('person', 'name'),
  import: named('import_file', 'name'),
  mapping: named('import_mapping', 'name'),
  'mapping.keep': named('import_file', 'name'),
  token: named('ingest_token', 'name'),
  'read-token': named('read_token', 'name'),
  account: named('account', 'name'),
};

/**
 * What something is done to, in words, asked before it is done: afterwards it may be gone, and a number alone says
 * nothing about what was deleted.
 */
export async function readSubject(db: Db, action: string, params: Params): Promise<Subject> {
  const read = READS[action] ?? READS[action.slice(0, action.indexOf('.'))];
  return Object.keys(params).length === 0 ? {} : ((await read?.(db, params)) ?? {});
}

/** The same of jobs that a person lets go or has tried again: what they were to do, and for what. */
export async function readJobSubject(db: Db, ids: readonly unknown[]): Promise<Subject> {
  const jobs = (await readDeadJobs(db)).jobs.filter(({ id }) => ids.includes(id));
  const about = new Set(jobs.flatMap((job) => job.about ?? []));
  return {
    job: [...new Set(jobs.map(({ kind }) => kind))],
    ...(about.size > 0 && { of: [...about].join('、') }),
  };
}
