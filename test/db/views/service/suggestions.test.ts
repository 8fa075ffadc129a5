import { expect, test } from 'vitest';
import { DAY, HOUR, startOfDay } from '../../../../server/core/time.ts';
import type { Db } from '../../../../server/db/database.ts';
import { readSuggestions } from '../../../../server/db/views/service/suggestions.ts';
import { ingest } from '../../../../server/flows/ingest/ingest.ts';
import { correct } from '../../../../server/flows/reading/correct.ts';
import { makeDatabase } from '../../../support/database.ts';
import { ingestDeps } from '../../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';

const TODAY = startOfDay(NOW);
const TEXTS = [
  '云川能源的供热热线总占线，建议加开晚班热线',
  '建议云川能源的热线增加人手，打了八遍没人接',
  '希望云川能源供暖前一天发短信通知，暖气试水没人在家',
  '云川能源今天来热了，暖气二十三度',
];

async function makeTalk(): Promise<Db> {
  const db = await makeDatabase();
  for (const name of ['热力', '同城']) {
    await makeWatch(db, { name, rule: anyOf('云川能源') }, TODAY - 30 * DAY);
  }
  const posts = TEXTS.map((text, n) =>
    makePost({ text, author: `网友${n}`, publishedAt: TODAY - n * HOUR, observedAt: TODAY }),
  );
  const copy = makePost({
    text: TEXTS[0] ?? '',
    author: '转的',
    publishedAt: TODAY + HOUR,
    observedAt: TODAY,
  });
  await ingest(ingestDeps(db), { posts: [...posts, copy], origin: 'test' });
  return db;
}

const ask = (db: Db, parts: Partial<Parameters<typeof readSuggestions>[1]> = {}) =>
  readSuggestions(db, { watchId: null, from: TODAY - DAY, to: TODAY + DAY, ...parts });

test('what people suggest is told by touchpoint in their words, copies and second watches left out', async () => {
  const db = await makeTalk();
  const screen = await ask(db);
  expect(screen).toMatchObject({ looked: 3, most: 300, watchId: null });
  expect(screen.groups[0]).toMatchObject({ touchpoint: 'hotline', people: 2, suggestions: 2 });
  expect(screen.groups[0]?.examples.map(({ quote }) => quote)).toEqual(
    expect.arrayContaining([expect.stringContaining('建议加开晚班热线')]),
  );
  expect(await ask(db, { watchId: 1 })).toMatchObject({ looked: 3, watchId: 1 });
  expect(await ask(db, { to: TODAY - HOUR })).toMatchObject({ looked: 1 });
});

test('a person who says that it is none takes it away', async () => {
  const db = await makeTalk();
  const [first] = (await ask(db)).groups.flatMap(({ examples }) => examples);
  const label = { sentiment: 0, intents: [], severity: null } as const;
  const what = { postId: first?.mentionId ?? 0, by: '陈', verdict: 'correct', label, note: null } as const;
  await correct({ db, now: () => NOW }, what);
  expect(await ask(db)).toMatchObject({ looked: 2 });
});

test('a watch that does not exist is told', async () => {
  await expect(ask(await makeTalk(), { watchId: 9 })).rejects.toMatchObject({ code: 'not_found' });
});
