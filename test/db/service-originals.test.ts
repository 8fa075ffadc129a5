import { describe, expect, test } from 'vitest';
import { periodOf } from '../../server/core/report/report-period.ts';
import { serviceSection } from '../../server/core/report/sections/expectations.ts';
import { DAY, HOUR, MINUTE, startOfDay } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { readMentionPage } from '../../server/db/views/mention/mentions.ts';
import { readReportFacts } from '../../server/db/views/report/report-facts.ts';
import { readService } from '../../server/db/views/service/service-quality.ts';
import { readSurvey } from '../../server/db/views/service/surveys.ts';
import { readTouchpoint } from '../../server/db/views/service/touchpoint.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { asCsv, makeSurveyDoor } from '../flows/survey/survey-stage.ts';
import { makePost, NOW } from '../support/make.ts';

const TODAY = startOfDay(NOW);
const SPAN = { from: TODAY - 7 * DAY, to: TODAY };

/** One complaint that others paste, and how many pasted it in the week before and in this one. */
const PASTED =
  '云川热力客服热线打不通，我打了整整一个上午都没有人接听，最后接通了还被客服挂断电话，大家不要再来了';
const OWN = [
  '云川热力的客服热线打了八遍没人接，太差劲了',
  '打云川热力热线，说好2小时上门，结果6小时才来人，失望',
];

/** Two complaints of the hotline and one pasted before; two of their own, nine pasted and one praise in the week. */
async function makeWave() {
  const stage = await makeSurveyDoor();
  const said = (text: string, at: number) => makePost({ text, publishedAt: at, observedAt: at });
  const before = SPAN.from - 3 * DAY;
  const posts = [
    said('云川热力，一切正常', SPAN.from - 8 * DAY),
    said(PASTED, before),
    said('热线还是老样子，云川热力电话根本打不进去，差评', before + HOUR),
    ...[1, 2, 3].map((n) => said(PASTED, before + n * MINUTE)),
    ...OWN.map((text, n) => said(text, SPAN.from + n * DAY + HOUR)),
    ...Array.from({ length: 9 }, (_, n) => said(PASTED, SPAN.from + 2 * DAY + n * HOUR)),
    said('云川热力今年供暖很及时，家里很暖和', SPAN.from + DAY),
  ];
  await ingest(stage.deps, { posts, origin: 'test' });
  return stage;
}

const askService = (db: Db) => readService(db, { watchId: 1, ...SPAN, now: NOW });

describe('a pasted complaint on the page of service expectations', () => {
  test('is counted once, where it was first said, and its copies are told of beside', async () => {
    const { db } = await makeWave();
    const screen = await askService(db);
    expect(screen).toMatchObject({ mentions: 3, copies: 9, mentionsBefore: 2 });
    const hotline = screen.touchpoints.find(({ touchpoint }) => touchpoint === 'hotline');
    expect(hotline).toMatchObject({ complaints: 2, copies: 9, before: 2 });
    expect(hotline?.share.p).toBe(2 / 3);
    expect(hotline?.growth?.ratio).toBe(1);
    for (const cell of hotline?.dimensions ?? []) expect(cell.complaints).toBeLessThanOrEqual(2);
  });

  test('leads from each figure to as many posts as it says', async () => {
    const { db } = await makeWave();
    const { touchpoints, span } = await askService(db);
    const listed = async (fact: string) => {
      const filter = { ...span, fact, sentiment: -1, originalsOnly: true } as const;
      return (await readMentionPage(db, { watchId: 1, ...filter, limit: 50 })).rows.length;
    };
    expect(touchpoints.length).toBeGreaterThan(0);
    for (const { touchpoint, complaints, copies, dimensions } of touchpoints) {
      expect(await listed(`touch.${touchpoint}`)).toBe(complaints);
      for (const { facet, complaints: cell } of dimensions) expect(await listed(facet)).toBe(cell);
      const drawer = await readTouchpoint(db, { watchId: 1, touchpoint, ...span });
      expect([drawer.looked, drawer.copies]).toEqual([complaints, copies]);
    }
    const cells = touchpoints.flatMap(({ dimensions }) => dimensions.map((cell) => cell.complaints));
    expect(cells.some((count) => count > 0)).toBe(true);
  });

  test('is counted by the report as by the page', async () => {
    const { db } = await makeWave();
    const { touchpoints } = await askService(db);
    const period = periodOf({ kind: 'custom', ...SPAN }, NOW);
    const facts = await readReportFacts(db, { watchId: 1, period, now: NOW });
    const told = facts.touchpoints.map(({ touchpoint, count, copies, before, dimensions }) => {
      const cells = dimensions.map((each) => [each.dimension, each.count, each.before]);
      return [touchpoint, count, copies, before, cells];
    });
    const shown = touchpoints.map(({ touchpoint, complaints, copies, before, dimensions }) => {
      const cells = dimensions.map((each) => [each.dimension, each.complaints, each.before]);
      return [touchpoint, complaints, copies, before, cells];
    });
    expect(told.toSorted()).toEqual(shown.toSorted());
    const table = serviceSection(facts).blocks.find(
      (block) => block.kind === 'table' && block.title.startsWith('各触点的抱怨'),
    );
    if (table?.kind !== 'table') throw new Error('no table of touchpoints');
    expect(table.title).toBe('各触点的抱怨（按原帖算，转载不重复算）');
    expect(table.columns.at(-1)?.name).toBe('另有转载');
    expect(table.rows.find(([name]) => name === '客服热线')).toEqual(
      expect.arrayContaining(['客服热线', 2, 9]),
    );
  });

  test('is held once against what a survey says of the same days', async () => {
    const { db, keep } = await makeWave();
    const answers = Array.from({ length: 3 }, () => ['5', '2']);
    const file = asCsv([['您期望：—报修响应迅速', '您实际感受：—报修响应迅速'], ...answers]);
    const { survey } = await keep(file, SPAN);
    const { beside } = await readSurvey(db, survey.id);
    expect(beside.mentions).toBe(3);
    expect(beside.touchpoints.find(({ touchpoint }) => touchpoint === 'hotline')?.posts).toBe(2);
  });
});
