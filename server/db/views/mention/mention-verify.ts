import { sql } from 'kysely';
import { verify } from '../../../core/reading/bigram.ts';
import { searchWords } from '../../../core/reading/search-words.ts';
import type { Db } from '../../database.ts';
import { chunks } from '../../engine/chunks.ts';
import { holds, joinInOrder, rowsIn } from '../../engine/dialect.ts';
import type { MentionKey } from './mention-rows.ts';

const CHUNK = 2_000;

interface Checked {
  readonly id: number;
  /** The words stand there exactly as they were typed. */
  readonly sure: number;
  readonly title: string | null;
  /** Only of those that are not sure: most texts never leave the database. */
  readonly text: string | null;
}

/** Those whose title or text really holds the words, order kept. */
export async function verified(
  db: Db,
  words: string,
  keys: readonly MentionKey[],
): Promise<readonly MentionKey[]> {
  const good = new Set<number>();
  for (const part of chunks(keys, CHUNK)) {
    for (const { id, sure, title, text } of await check(db, words, part)) {
      if (sure || verify(title === null ? (text ?? '') : `${title}\n${text}`, words)) good.add(id);
    }
  }
  return keys.filter((key) => good.has(key.postId));
}

async function check(db: Db, words: string, keys: readonly MentionKey[]): Promise<readonly Checked[]> {
  const posts = keys.map(({ postId, at }) => ({ id: postId, at }));
  const answer = await sql<Checked>`
    select id, sure, title, case when sure = 1 then null else text end as text from (
      select p.id, p.title, p.text, ${holding(db, words)} as sure
      from ${rowsIn(db, posts, { id: 'bigint', at: 'bigint' }, 'k')}
        ${joinInOrder(db)} post p on p.id = k.id and p.at = k.at) looked`.execute(db);
  return answer.rows;
}

/** Chinese words are found wherever they stand; others may be part of a longer word and are looked at. */
function holding(db: Db, words: string) {
  const [wanted, ...others] = searchWords(words);
  if (wanted === undefined || others.length > 0 || wanted.banned.length > 0) return sql`0`;
  const each = wanted.words;
  if (!each.every((word) => /^\p{Script=Han}+$/u.test(word))) return sql`0`;
  const title = sql`coalesce(p.title, '')`;
  const held = each.map((word) => sql`(${holds(db, sql`p.text`, word)} or ${holds(db, title, word)})`);
  return sql`case when ${sql.join(held, sql` and `)} then 1 else 0 end`;
}
