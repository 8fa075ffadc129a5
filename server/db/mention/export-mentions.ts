import type { ExportRow } from '../../core/mention/export-row.ts';
import type { Metrics } from '../../core/mention/post.ts';
import type { SentimentLabel } from '../../core/reading/analysis.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';

/** Where a page of mentions ended. */
export interface ExportPlace {
  readonly at: Instant;
  readonly postId: number;
}

/** A page of a watch's mentions after a place, oldest first; `to` is exclusive. */
export async function readExportPage(
  db: Db,
  watch: { readonly id: number; readonly name: string },
  after: ExportPlace,
  to: Instant,
  limit: number,
): Promise<readonly ExportRow[]> {
  const rows = await db
    .selectFrom('mention as m')
    .innerJoin('post as p', (on) => on.onRef('p.id', '=', 'm.post_id').onRef('p.at', '=', 'm.at'))
    .innerJoin('analysis as a', 'a.post_id', 'm.post_id')
    .selectAll('p')
    .select(['m.sentiment', 'm.counted', 'm.terms_json', 'a.score'])
    .where('m.watch_id', '=', watch.id)
    .where('m.at', '>=', after.at)
    .where('m.at', '<', to)
    .where((where) => where.or([where('m.at', '>', after.at), where('m.post_id', '>', after.postId)]))
    .orderBy('m.at')
    .orderBy('m.post_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    postId: row.id,
    watch: watch.name,
    source: row.source,
    platform: row.platform,
    externalId: row.external_id,
    title: row.title,
    text: row.text,
    url: row.url,
    author: row.author,
    at: row.at,
    precision: row.precision,
    observedAt: row.observed_at,
    voice: row.voice,
    region: row.region,
    rating: row.rating,
    metrics: parseJson<Metrics>(row.metrics_json),
    sentiment: row.sentiment as SentimentLabel,
    score: row.score,
    inStatistics: row.counted === 1,
    copyOf: row.copy_of,
    copies: row.copies,
    terms: parseJson<string[]>(row.terms_json),
  }));
}
