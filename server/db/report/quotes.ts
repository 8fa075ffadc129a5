import type { Db } from '../database.ts';

/** Reports that are looked through at a time. */
const PAGE = 50;

/** Numbers of the reports in which any of these stretches of text stand. */
export async function findQuotes(db: Db, quotes: readonly string[]): Promise<readonly number[]> {
  const wanted = [...new Set(quotes)].map((quote) => JSON.stringify(quote).slice(1, -1));
  const found: number[] = [];
  for (let last = 0; wanted.length > 0; ) {
    const rows = await db
      .selectFrom('report')
      .select(['id', 'snapshot_json', 'summary', 'remarks_json'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { id, snapshot_json, summary, remarks_json } of rows) {
      const said = [snapshot_json, JSON.stringify(summary), remarks_json].join('\n');
      if (wanted.some((quote) => said.includes(quote))) found.push(id);
      last = id;
    }
    if (rows.length < PAGE) break;
  }
  return found;
}
