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
  expect(screen).toMatchObject({ looked: 3, pleas: 0, older: false, watchId: null });
  expect(screen.groups[0]).toMatchObject({ touchpoint: 'hotline', people: 2, suggestions: 2 });
  expect(screen.groups[0]?.examples.map(({ quote }) => quote)).toEqual(
    expect.arrayContaining([expect.stringContaining('建议加开晚班热线')]),
  );
  expect(await ask(db, { watchId: 1 })).toMatchObject({ looked: 3, watchId: 1 });
  expect(await ask(db, { to: TODAY - HOUR })).toMatchObject({ looked: 1 });
});

const WHERE = ['青年路', '和平小区二期', '机床厂老宿舍', '北辰花园'];
const WHAT = [
  '三号楼的暖气摸着冰手，孩子在屋里写作业都穿羽绒服',
  '热线打了一上午都是忙音，好不容易接了又转回总台',
  '账单多扣了两百块钱，去营业厅问谁都说不清楚',
  '报修三天没有师傅上门，楼道里的管子还在漏水',
  '手机缴费的页面一直打不开，验证码收了五次都不对',
  '昨晚又停了一夜暖，八十岁的奶奶冻得直咳嗽',
  '营业厅只开一个窗口，排队的人从门里站到了马路上',
  '换热站的噪音从早响到晚，住在旁边根本睡不着觉',
  '门口挖开的管沟半个月没填，下雨天摔了好几个人',
  '停供手续跑了四趟还没办下来，每趟要的材料都不一样',
  '阀门坏了一直往外喷热水，物业说这事不归他们来修',
  '室温量出来十五度，上门测温的人却在本子上写二十',
];

test('pleas are counted and not listed, and what is proposed before so many of them is found', async () => {
  const db = await makeTalk();
  // Two halves of what is told, and a place: alike in part, but no copies of each other.
  const halves = WHAT.map((what) => what.split('，'));
  const tell = (n: number, place: number) => {
    const [one, two] = [halves[n % 12]?.[0], halves[Math.floor(n / 12)]?.[1]];
    const end = n % 2 ? '尽快解决' : '重视，给个说法';
    return `${WHERE[place]}的${one}，${two}，希望云川能源${end}`;
  };
  const pleas = WHERE.flatMap((_, place) =>
    Array.from({ length: 144 }, (_, n) =>
      makePost({
        text: tell(n, place),
        author: `住户${n}-${place}`,
        publishedAt: TODAY + HOUR + (place * 144 + n) * 1000,
        observedAt: TODAY,
      }),
    ),
  );
  await ingest(ingestDeps(db), { posts: pleas, origin: 'test' });
  const { looked, pleas: pled, older, groups } = await ask(db);
  expect(pled).toBeGreaterThan(300);
  expect([looked, older]).toEqual([pled + 3, false]);
  expect(groups.reduce((sum, { suggestions }) => sum + suggestions, 0)).toBe(3);
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
