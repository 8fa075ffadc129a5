import type { ExportRow } from '../core/mention/export-row.ts';
import type { MentionPage, MentionRow } from '../core/screens/screens.ts';
import type { Db } from '../db/database.ts';
import { type MentionQuery, readMention, readMentionPage } from '../db/views/mention/mentions.ts';

const PAGE = 500;

/** What a filter shows, whichever page of it. */
type Filter = Omit<MentionQuery, 'limit' | 'cursor'>;

type PageAt = (cursor: string | null) => Promise<Pick<MentionPage, 'rows' | 'next'>>;

/** Every row of a list with its whole text, page by page: memory stays flat. */
export async function* wholeRows(db: Db, pageAt: PageAt): AsyncGenerator<MentionRow> {
  let cursor: string | null = null;
  do {
    const page = await pageAt(cursor);
    for (const row of page.rows) yield row.truncated ? await withWholeText(db, row) : row;
    cursor = page.next;
  } while (cursor !== null);
}

/** Every mention that a filter shows, newest first. */
export function wholeMentions(db: Db, filter: Filter): AsyncGenerator<MentionRow> {
  return wholeRows(db, (cursor) => readMentionPage(db, { ...filter, cursor, limit: PAGE }));
}

async function withWholeText(db: Db, row: MentionRow): Promise<MentionRow> {
  return { ...row, text: (await readMention(db, row.postId, row.watchId)).fullText, truncated: false };
}

/** The same as a table's rows. */
export async function* tableRows(db: Db, filter: Filter): AsyncGenerator<ExportRow> {
  for await (const row of wholeMentions(db, filter)) yield toRow(row);
}

function toRow(row: MentionRow): ExportRow {
  const {
    watchName,
    evidence: _,
    facts: __,
    truncated: ___,
    confidence: ____,
    observedAt: _____,
    ...more
  } = row;
  const { counted, target: ______, ...rest } = more;
  return { ...rest, sentiment: counted, watch: watchName, externalId: String(row.postId) };
}
