import type { ExportRow } from '../core/mention/export-row.ts';
import type { MentionRow } from '../core/screens/screens.ts';
import type { Db } from '../db/database.ts';
import { type MentionQuery, readMention, readMentionPage } from '../db/views/mention/mentions.ts';

const PAGE = 500;

async function toRow(db: Db, row: MentionRow): Promise<ExportRow> {
  const { watchName, evidence: _, facts: __, truncated, confidence: ___, observedAt: ____, ...more } = row;
  const { counted, target: _____, ...rest } = more;
  const text = truncated ? (await readMention(db, row.postId, row.watchId)).fullText : row.text;
  return { ...rest, sentiment: counted, watch: watchName, externalId: String(row.postId), text };
}

/** Every mention that a filter shows, as a table's rows, page by page: memory stays flat. */
export async function* tableRows(
  db: Db,
  filter: Omit<MentionQuery, 'limit' | 'cursor'>,
): AsyncGenerator<ExportRow> {
  let cursor: string | null = null;
  do {
    const page = await readMentionPage(db, { ...filter, cursor, limit: PAGE });
    for (const row of page.rows) yield await toRow(db, row);
    cursor = page.next;
  } while (cursor !== null);
}
