import { CompiledQuery, type KyselyPlugin } from 'kysely';
import type { Db } from '../../server/db/database.ts';

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
export async function scansOf(db: Db, asked: readonly CompiledQuery[]): Promise<readonly string[]> {
  const scans: string[] = [];
  for (const { sql, parameters } of asked) {
    const plan = await db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    );
    const big =
      /^SCAN (post|mention|fact|analysis|bucket|facet_bucket|fine_bucket|author_bucket|term_bucket|annotation|story|story_post|story_hour|story_watch|s|h|p|m|a|k|r|b|feed_run)\b(?!.*VIRTUAL)/;
    for (const { detail } of plan.rows) if (big.test(detail)) scans.push(`${detail} in ${sql}`);
  }
  return scans;
}
