import type { ExportRow } from '../core/mention/export-row.ts';
import type { MentionPage, MentionRow } from '../core/screens/screens.ts';
import type { Db } from '../db/database.ts';
import { externalIdsOf } from '../db/post/external-ids.ts';
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
  let waiting: MentionRow[] = [];
  for await (const row of wholeMentions(db, filter)) {
    waiting.push(row);
    if (waiting.length < PAGE) continue;
    yield* await toRows(db, waiting);
    waiting = [];
  }
  yield* await toRows(db, waiting);
}

async function toRows(db: Db, rows: readonly MentionRow[]): Promise<readonly ExportRow[]> {
  const ids = await externalIdsOf(
    db,
    rows.map(({ postId }) => postId),
  );
  // A post that was deleted since has none.
  return rows.map((row) => toRow(row, ids.get(row.postId) ?? ''));
}

function toRow(row: MentionRow, externalId: string): ExportRow {
  const {
    watchName,
    evidence: _,
    facts: __,
    truncated: ___,
    confidence: ____,
    target: _____,
    counted,
    ...rest
  } = row;
  return { ...rest, sentiment: counted, watch: watchName, externalId };
}
