import { expect, test } from 'vitest';
import { findOwnOriginals, writtenKey } from '../../server/db/post/own-originals.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost } from '../support/make.ts';
import { listen, scansOf } from '../support/query-plans.ts';

test('what an author wrote before is found by an index, each content under the first post of it', async () => {
  const db = await makeDatabase();
  const text = '配送很快，菜也新鲜，下次还来';
  const by = (author: string, said = text) => makePost({ text: said, author, rating: 5 });
  const posts = [by('甲'), by('乙'), by('甲'), by('甲', '送得慢，菜也蔫了，不会再来')];
  await ingest(ingestDeps(db), { posts, origin: 'test' });
  const rows = await db.selectFrom('post').select(['author', 'content_hash']).orderBy('id').execute();
  const written = rows.map((row) => ({ hash: row.content_hash, author: row.author ?? '' }));
  const { heard, asked } = listen(db);
  const nobody = { hash: written[0]?.hash ?? 0, author: 'h:nobody' };
  const found = await findOwnOriginals(heard, [...written, nobody]);
  expect(written.map((one) => found.get(writtenKey(one)))).toEqual([1, 2, 1, 4]);
  expect(found.has(writtenKey(nobody))).toBe(false);
  expect(asked.length).toBeGreaterThan(0);
  expect(await scansOf(db, asked)).toEqual([]);
});
