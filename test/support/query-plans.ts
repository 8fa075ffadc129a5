import { CompiledQuery, type KyselyPlugin, sql } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import { engineOf } from '../../server/db/engine/engine.ts';

/** The same database, writing down every statement it is asked. */
export function listen(db: Db) {
  const asked: CompiledQuery[] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      asked.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { heard: db.withPlugin(plugin), asked };
}

/** Plan lines that walk through a whole big table or a whole index of one. */
export function scansOf(db: Db, asked: readonly CompiledQuery[]): Promise<readonly string[]> {
  return engineOf(db) === 'postgres' ? scansOnPostgres(db, asked) : scansOnSqlite(db, asked);
}

async function scansOnSqlite(db: Db, asked: readonly CompiledQuery[]): Promise<readonly string[]> {
  const scans: string[] = [];
  for (const { sql, parameters } of asked) {
    const plan = await db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    );
    const big =
      /^SCAN (job|post|mention|fact|analysis|bucket|facet_bucket|facet_day|fine_bucket|author_bucket|term_bucket|annotation|fix|story|story_post|story_hour|story_watch|s|h|p|m|a|k|r|b|feed_run)\b(?!.*VIRTUAL)/;
    for (const { detail } of plan.rows) if (big.test(detail)) scans.push(`${detail} in ${sql}`);
  }
  return scans;
}

const BIG =
  /^(post|mention|fact|post_search|analysis|bucket|facet_bucket|facet_day|fine_bucket|author_bucket|term_bucket|annotation|fix|story|story_post|story_hour|story_watch|feed_run)(_\d{4}_\d\d|_rest)?$/;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly PlanNode[];
}

/**
 * A planner that knows of a handful of rows reads them all. Forbidden to, it walks through a whole index where
 * none leads to the rows, which is what is looked for: an index walked without a bound on its first column. Joins
 * that gather whole sides would hide that a row can be looked up.
 */
async function scansOnPostgres(db: Db, asked: readonly CompiledQuery[]): Promise<readonly string[]> {
  return db.transaction().execute(async (tx) => {
    for (const kind of ['seqscan', 'hashjoin', 'mergejoin', 'material']) {
      await sql`set local ${sql.ref(`enable_${kind}`)} = off`.execute(tx);
    }
    const first = await firstColumns(tx);
    const scans: string[] = [];
    for (const { sql: text, parameters } of asked) {
      if (/^\s*explain /.test(text)) continue;
      const answer = await tx.executeQuery<{ 'QUERY PLAN': string }>(
        CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]),
      );
      const [{ Plan }] = JSON.parse(answer.rows[0]?.['QUERY PLAN'] ?? '') as [{ Plan: PlanNode }];
      scans.push(...scansIn(Plan, { table: null, few: false }, first).map((scan) => `${scan} in ${text}`));
    }
    return scans;
  });
}

/** What lies above a plan's node: the table it is about, and whether a few rows of it are enough. */
interface Above {
  readonly table: string | null;
  readonly few: boolean;
}

function scansIn(node: PlanNode, above: Above, first: ReadonlyMap<string, string>): string[] {
  const kind = node['Node Type'];
  const table = node['Relation Name'] ?? above.table;
  const few = kind === 'Limit' || (above.few && /Append$/.test(kind));
  const below = (node.Plans ?? []).flatMap((plan) => scansIn(plan, { table, few }, first));
  const index = node['Index Name'];
  const read = kind === 'Seq Scan' || index !== undefined;
  if (!read || table === null || !BIG.test(table)) return below;
  // The first rows of an index are not a walk through it.
  if (index !== undefined && above.few && node.Filter === undefined) return below;
  const bounded = index !== undefined && (node['Index Cond'] ?? '').includes(first.get(index) ?? '?');
  return bounded ? below : [...below, `${kind} ${index ?? ''} on ${table}`];
}

/** The first column of each index. */
async function firstColumns(db: Db): Promise<ReadonlyMap<string, string>> {
  const answer = await sql<{ name: string; first: string }>`
    select c.relname as name, pg_get_indexdef(c.oid, 1, true) as first
    from pg_index i join pg_class c on c.oid = i.indexrelid where pg_table_is_visible(c.oid)`.execute(db);
  return new Map(answer.rows.map((row) => [row.name, row.first]));
}
