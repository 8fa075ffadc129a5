import type { Analysis } from '../../core/reading/analysis.ts';
import type { Db } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';
import { chunks } from '../engine/chunks.ts';
import { parseJson } from '../engine/json.ts';

export interface NewAnalysis {
  readonly postId: number;
  /** Version of the reader that made it. */
  readonly reader: string;
  readonly analysis: Analysis;
}

const COLUMNS = ['post_id', 'reader', 'sentiment', 'score', 'quality', 'analysis_json'] as const;

function toRow({ postId, reader, analysis }: NewAnalysis) {
  const { sentiment, quality } = analysis;
  return [postId, reader, sentiment.label, sentiment.score, quality, JSON.stringify(analysis)] as const;
}

/** Keeps the readings of posts stored in this very transaction, which have none. */
export async function insertFirstAnalyses(db: Db, analyses: readonly NewAnalysis[]): Promise<void> {
  await bulkInsert(db, 'analysis', COLUMNS, analyses.map(toRow));
}

/** Keeps readings; one that exists already stays as it is. */
export async function insertAnalyses(db: Db, analyses: readonly NewAnalysis[]): Promise<void> {
  await bulkInsert(db, 'analysis', COLUMNS, analyses.map(toRow), 'on conflict (post_id) do nothing');
}

/** A reading that takes the place of another: the one that counts, and the machine's own where people say otherwise. */
export interface RenewedAnalysis extends NewAnalysis {
  readonly machine: Analysis | null;
}

const RENEWED = [...COLUMNS, 'machine_json'] as const;
const REPLACING = RENEWED.filter((column) => column !== 'post_id').map(
  (each) => `${each} = excluded.${each}`,
);

/** Puts readings in the place of those kept for the same posts. What people say of them stays beside them. */
export async function renewAnalyses(db: Db, renewed: readonly RenewedAnalysis[]): Promise<void> {
  const rows = renewed.map((each) => {
    const machine = each.machine === null ? null : JSON.stringify(each.machine);
    return [...toRow(each), machine] as const;
  });
  const ending = `on conflict (post_id) do update set ${REPLACING.join(', ')}`;
  await bulkInsert(db, 'analysis', RENEWED, rows, ending);
}

/** What readings of earlier versions lack. */
const LACKING = { places: [], rootCauses: [], segments: [], sarcasm: 0, addressed: [], keywords: [] };

/** A kept reading, with what an older reader did not look for given as not found. */
export function parseAnalysis(json: string): Analysis {
  return { ...LACKING, ...parseJson<Analysis>(json) };
}

/** Readings kept for these posts, by post. Posts that no watch ever mentioned have none. */
export async function findAnalyses(
  db: Db,
  postIds: readonly number[],
): Promise<ReadonlyMap<number, Analysis>> {
  const found = new Map<number, Analysis>();
  for (const part of chunks(postIds, 500)) {
    const rows = await db
      .selectFrom('analysis')
      .select(['post_id', 'analysis_json'])
      .where('post_id', 'in', part)
      .execute();
    for (const row of rows) found.set(row.post_id, parseAnalysis(row.analysis_json));
  }
  return found;
}
