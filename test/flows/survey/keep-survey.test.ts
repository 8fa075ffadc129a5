import { describe, expect, test } from 'vitest';
import { periodOf } from '../../../server/core/report/report-period.ts';
import type { SurveyMapping } from '../../../server/core/survey/survey-use.ts';
import { DAY } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { amendSurvey, removeSurvey } from '../../../server/db/service/survey-changes.ts';
import { readReportFacts } from '../../../server/db/views/report/report-facts.ts';
import { readSurvey, readSurveys } from '../../../server/db/views/service/surveys.ts';
import { deleteWatch } from '../../../server/db/watch/watches.ts';
import { demandFile } from '../../../server/flows/import/receive-file.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { keepSurvey } from '../../../server/flows/survey/keep-survey.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { engine } from '../../support/database.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import {
  asCsv,
  asGbk,
  asXlsx,
  makeSurveyDoor,
  RAN,
  STAR_COLUMNS,
  starFile,
  starRows,
} from './survey-stage.ts';

const stored = async (db: Db) => ({
  surveys: await db.selectFrom('survey').selectAll().orderBy('id').execute(),
  texts: await db.selectFrom('survey_text').selectAll().orderBy('survey_id').orderBy('no').execute(),
});
const who = { by: '李', now: NOW };

describe('a survey’s file', () => {
  test('questions of one name are columns of their own', async () => {
    const { inspect } = await makeSurveyDoor();
    const rows = ['9,暖气不热已经三天了,8,师傅态度很好很耐心', '10,报修之后没有人来看过,7,来得很快修得也好'];
    const seen = await inspect(['推荐给亲友,您的意见,序号,您的意见', ...rows].join('\n'));
    expect(seen.mapping.uses).toEqual({ 推荐给亲友: 'nps', 您的意见: 'text', '您的意见 (2)': 'text' });
  });

  test('is looked through: what columns are, who answered left out, rows that cannot be counted by number', async () => {
    const { inspect } = await makeSurveyDoor();
    const bad = starRows(10).map((row) => [...row]);
    bad[1]?.splice(9, 1, '改天再说');
    bad[2]?.splice(1, 1, '改天');
    const seen = await inspect(`\ufeff${asCsv([STAR_COLUMNS, ...bad])}`);
    expect(seen).toMatchObject({ rows: 10, good: 8, refusedCount: 2, known: [], mapping: { scale: 5 } });
    expect(seen.refused).toEqual([
      { row: 3, reason: 'off-scale', column: '4、总体来说，您对本季供热满意吗？' },
      { row: 4, reason: 'bad-time', column: '提交答卷时间' },
    ]);
    const told = new Map(seen.columns.map((column) => [column.name, column]));
    for (const name of ['来自IP', '1、您的姓名：', '2、您的联系电话：']) {
      expect(told.get(name)).toMatchObject({ name, use: 'leave', why: 'personal', sample: '' });
    }
    expect(JSON.stringify(seen)).not.toMatch(/张三|李四|13812345|113\.200/);
    expect(seen.days).toEqual({ from: RAN.from, to: RAN.from + 10 * DAY });
  });

  test('is the same survey as UTF-8 with a mark, as GBK and as XLSX', async () => {
    const { inspect } = await makeSurveyDoor();
    const rows = [STAR_COLUMNS, ...starRows(30)];
    const shapes = [
      await inspect(starFile(30)),
      await inspect(asGbk(asCsv(rows))),
      await inspect(await asXlsx(rows)),
    ];
    expect(shapes.map(({ shape: { kind, encoding } }) => [kind, encoding])).toEqual([
      ['csv', 'utf-8-bom'],
      ['csv', 'gb18030'],
      ['xlsx', null],
    ]);
    for (const seen of shapes) {
      expect(seen).toMatchObject({ rows: 30, good: 30, mapping: shapes[0]?.mapping, days: shapes[0]?.days });
    }
  });

  test('of 腾讯问卷 as XLSX, numbers and dates in its cells, is read as one', async () => {
    const { inspect } = await makeSurveyDoor();
    const columns = [
      '编号',
      '开始答题时间',
      '结束答题时间',
      '昵称',
      'IP',
      'UA',
      '1.客服专业、值得信任',
      '2.问题很容易得到解决',
    ];
    const row = (n: number) => [
      n,
      '2026-11-20 08:00:00',
      new Date(Date.UTC(2026, 10, 20, 8, 2)),
      '小王',
      '1.2.3.4',
      'Mozilla',
      7,
      6,
    ];
    const seen = await inspect(await asXlsx([columns, row(1), row(2)]));
    expect(seen.mapping).toEqual({
      uses: {
        结束答题时间: 'time',
        '1.客服专业、值得信任': 'perceived.assurance',
        '2.问题很容易得到解决': 'ces',
      },
      scale: 7,
      ces: { scale: 7, better: 'high' },
      reversed: [],
      npsSure: false,
    });
    expect(seen).toMatchObject({ good: 2, days: { from: Date.UTC(2026, 10, 19, 16) } });
  });

  test('whose options cannot be read the right way round is told so, and is not kept until that column is left out', async () => {
    const { inspect, keep } = await makeSurveyDoor();
    const hard = ['1-非常容易', '2', '3', '4', '5-非常困难'];
    const rows = (options: readonly string[]) =>
      Array.from({ length: 20 }, (_, n) => [options[n % 5] ?? '', n % 2 ? '9' : '3']);
    const fileOf = (options: readonly string[]) =>
      asCsv([['问题容易解决吗？', '您有多大可能推荐我们？'], ...rows(options)]);
    const seen = await inspect(fileOf(hard));
    // The named ends tell which way it runs.
    expect(seen).toMatchObject({ good: 20, refusedCount: 0, mapping: { ces: { better: 'low', scale: 5 } } });
    const uses = { ...seen.mapping.uses };
    const put = (mapping: typeof seen.mapping) => keep(fileOf(hard), { mapping });
    await expect(put({ ...seen.mapping, ces: { scale: 5, better: 'high' } })).rejects.toMatchObject({
      code: 'bad_request',
      details: { faults: [{ field: '问题容易解决吗？', fault: 'contradiction' }] },
    });
    const unread = await inspect(fileOf(['1-非常容易', '2-容易', '3-非常容易', '4-很困难', '5']));
    expect(unread.refused[0]).toEqual({ row: 2, reason: 'contradiction', column: '问题容易解决吗？' });
    expect(unread.columns[0]?.fault).toBe('contradiction');
    const turned = await put(seen.mapping);
    expect(turned.survey).toMatchObject({ answers: 20, refused: 0 });
    const left = await keep(fileOf(['1-巴适', '2-撇', '3', '4', '5']), {
      mapping: { ...seen.mapping, uses: { ...uses, '问题容易解决吗？': 'leave' } },
    });
    expect(left.survey).toMatchObject({ answers: 20, refused: 0 });
  });

  test('of scores that run the other way is read so, and can be turned round again', async () => {
    const { db, inspect, keep } = await makeSurveyDoor();
    const columns = [
      '总体满意度（1=非常满意，5=非常不满意）',
      '客服能及时响应我的要求',
      '员工太忙，无法及时响应我的要求',
    ];
    const rows = Array.from({ length: 40 }, (_, n) => [
      n < 30 ? '1' : '5',
      n % 2 ? '7' : '6',
      n % 2 ? '1' : '2',
    ]);
    const file = asCsv([columns, ...rows]);
    const seen = await inspect(file);
    expect(seen.mapping).toMatchObject({ scale: 7, reversed: [columns[0], columns[2]] });
    expect(seen.columns.map(({ reversed }) => reversed)).toEqual([true, false, true]);
    const { survey } = await keep(file);
    const { figures } = (await readSurvey(db, survey.id)).row;
    expect(figures.csat).toMatchObject({ n: 40, satisfied: 30 });
    expect(figures.dimensions[0]?.perceived?.mean).toBe(6.5);
    const turned = await keep(`${file}\r\n5,6,2`, { mapping: { ...seen.mapping, reversed: [] } });
    const plain = (await readSurvey(db, turned.survey.id)).row.figures;
    expect(plain.csat).toMatchObject({ n: 41, satisfied: 11 });
  });

  test('of a recommendation that was not asked in 0 to 10 is not kept as one, unless somebody is sure', async () => {
    const { db, inspect, keep } = await makeSurveyDoor();
    const fileOf = (name: string) =>
      asCsv([[name, '总体满意度'], ...Array.from({ length: 60 }, (_, n) => [n < 40 ? '5' : '3', '5'])]);
    const stated = fileOf('您有多大可能向朋友推荐我们（1-5分）');
    expect((await inspect(stated)).columns[0]).toMatchObject({ use: 'nps', fault: 'other-scale' });
    await expect(keep(stated)).rejects.toMatchObject({ code: 'bad_request' });
    const low = fileOf('您有多大可能向朋友推荐我们');
    const seen = await inspect(low);
    expect(seen.columns.map(({ fault }) => fault)).toEqual(['short-scale', null]);
    await expect(keep(low)).rejects.toMatchObject({
      details: { faults: [{ field: '您有多大可能向朋友推荐我们', fault: 'short-scale' }] },
    });
    const { survey } = await keep(low, { mapping: { ...seen.mapping, npsSure: true } });
    expect((await readSurvey(db, survey.id)).row.figures.nps).toMatchObject({ n: 60, value: -100 });
  });

  // It is read whole before anything of it is stored: once is enough.
  test.runIf(engine() === 'sqlite')('that is none, or holds too many rows, is refused', async () => {
    const { inspect } = await makeSurveyDoor();
    await expect(inspect('{"a":1}\n[')).resolves.toMatchObject({ good: 0 });
    await expect(inspect(Buffer.from('PK\u0003\u0004 damaged'))).rejects.toMatchObject({ code: 'bad_file' });
    const many = `评分\n${'5\n'.repeat(50_001)}`;
    await expect(inspect(many)).rejects.toMatchObject({ code: 'bad_file', details: { most: 50_000 } });
    const wide = `${Array.from({ length: 1_000 }, (_, at) => `问题${at}`)}\n${'5\n'.repeat(5_001)}`;
    await expect(inspect(wide)).rejects.toMatchObject({ code: 'bad_file', details: { most: 5_000_000 } });
  });
});

const MAPPING: SurveyMapping = {
  uses: { '3、您有多大可能向亲友推荐我们？': 'nps', 提交答卷时间: 'time' },
  scale: 5,
  ces: { scale: 5, better: 'high' },
  reversed: [],
  npsSure: false,
};

describe('a survey', () => {
  test('is kept as counts and masked texts, read as posts are, and never becomes a post', async () => {
    const { db, watchId, keep } = await makeSurveyDoor();
    const { survey, known } = await keep(starFile(60));
    expect(known).toBe(false);
    expect(survey).toMatchObject({
      watchId,
      answers: 60,
      refused: 0,
      texts: 30,
      version: 1,
      createdBy: '陈',
    });
    const screen = await readSurvey(db, survey.id);
    const { figures } = screen.row;
    // 40 promoters and 20 detractors; 45 satisfied of 60.
    expect(figures.nps).toMatchObject({ n: 60, promoters: 40, detractors: 20 });
    expect(figures.nps?.value).toBeCloseTo(33.33, 1);
    expect(figures.csat).toMatchObject({ n: 60, satisfied: 45 });
    expect(figures.dimensions.map(({ dimension, gap }) => [dimension, gap?.mean])).toEqual([
      ['reliability', -0.5],
      ['responsiveness', -3.5],
    ]);
    expect(screen.segments.map(({ name, answers }) => [name, answers])).toEqual([['河东', 36]]);
    expect(screen.unsegmented).toBe(24);
    expect(screen.texts[0]?.touchpoints).toContain('hotline');
    expect(screen.beside.texts).toBe(30);
    const all = JSON.stringify(await stored(db));
    expect(all).toContain('联系电话留了【略】也没人回');
    expect(all).not.toMatch(/张三|李四|13812345|113\.200|河西|城南/);
    for (const table of ['post', 'mention', 'bucket', 'fact', 'import_file', 'import_chunk'] as const) {
      expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([]);
    }
  });

  test('handed in again changes nothing, under whatever name; another watch has its own', async () => {
    const { db, keep } = await makeSurveyDoor();
    const { survey } = await keep(starFile(5));
    const before = await stored(db);
    const again = await keep(starFile(5), { name: '又一次' });
    expect(again).toEqual({ survey, known: true });
    expect(await stored(db)).toEqual(before);
    const { id } = await makeWatch(db, { name: '另一家' });
    expect((await keep(starFile(5), { watchId: id })).known).toBe(false);
    expect((await keep(starFile(6))).known).toBe(false);
    expect((await stored(db)).surveys).toHaveLength(3);
  });

  test.each([
    ['of no watch', { watchId: 99 }, 'not_found'],
    ['without a name', { name: ' ' }, 'bad_request'],
    ['that ended before it began', { to: RAN.from }, 'bad_request'],
    ['that asks nothing', { mapping: { ...MAPPING, uses: {} } }, 'bad_request'],
    [
      'that would keep names',
      { mapping: { ...MAPPING, uses: { '1、您的姓名：': 'text' as const } } },
      'bad_request',
    ],
    ['of other days', { from: 0, to: DAY }, 'bad_row'],
  ])('%s is refused, and the file can still be put right', async (_, wrong, code) => {
    const { db, deps, watchId, take } = await makeSurveyDoor();
    const importId = await take(starFile(5));
    const terms = { watchId, name: '十一月', ...RAN, mapping: MAPPING };
    const asked = keepSurvey(deps, { importId, by: '陈', ...terms, ...wrong });
    await expect(asked).rejects.toMatchObject({ code });
    expect((await stored(db)).surveys).toEqual([]);
    expect((await keepSurvey(deps, { importId, by: '陈', ...terms })).survey.answers).toBe(5);
  });

  test('comes in a file that can never be imported as posts', async () => {
    const { db, take } = await makeSurveyDoor();
    const id = await take(starFile(2));
    await expect(demandFile(db, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await demandFile(db, id, 'survey')).name).toBe('问卷.csv');
  });

  test('stands in the reports of its watch over the days on which it ran', async () => {
    const { db, keep, watchId } = await makeSurveyDoor();
    await keep(starFile(60));
    const other = await makeWatch(db, { name: '别处', rule: anyOf('别处') });
    const namesOf = async (watch: number | null, back: number) => {
      const period = periodOf({ kind: 'weekly' }, NOW - back * DAY);
      const { surveys } = await readReportFacts(db, { watchId: watch, period, now: NOW });
      return surveys.map(({ name, watchName, answers }) => [name, watchName, answers]);
    };
    const told = [['十一月满意度', '云川热力', 60]];
    expect(await namesOf(watchId, 0)).toEqual(told);
    expect(await namesOf(null, 0)).toEqual(told);
    expect(await namesOf(other.id, 0)).toEqual([]);
    expect(await namesOf(watchId, 28)).toEqual([]);
  });

  test('is told beside the one before it of the same watch', async () => {
    const { db, keep, watchId } = await makeSurveyDoor();
    const first = await keep(starFile(60), { name: '十月' });
    await amendSurvey(db, first.survey.id, { name: '十月', from: RAN.from - 60 * DAY, to: RAN.from }, who);
    const worse = starRows(60).map((row, at) => row.with(8, at === 0 ? '8' : '2').with(12, '4'));
    const next = await keep(asCsv([STAR_COLUMNS, ...worse]));
    const { surveys } = await readSurveys(db, { watchId, now: NOW });
    expect(surveys.map(({ name, before }) => [name, before?.name])).toEqual([
      ['十一月满意度', '十月'],
      ['十月', undefined],
    ]);
    const [row] = surveys;
    expect(row?.changes).toMatchObject({ nps: { verdict: 'lower' }, csat: { verdict: 'unclear' } });
    expect(row?.changes?.dimensions).toMatchObject([
      { dimension: 'reliability', change: { verdict: 'lower' } },
      { dimension: 'responsiveness', change: { verdict: 'unclear' } },
    ]);
    expect((await readSurvey(db, next.survey.id)).row).toEqual(row);
    expect((await readSurvey(db, first.survey.id)).row.before).toBeNull();
    // Another of the same days is none before it, nor this one before that.
    const beside = await keep(starFile(30), { name: '同期' });
    expect((await readSurvey(db, beside.survey.id)).row.before?.name).toBe('十月');
    expect((await readSurvey(db, next.survey.id)).row.before?.name).toBe('十月');
    const all = (await readSurveys(db, { watchId, now: NOW })).surveys;
    expect(all.map(({ name, before }) => [name, before?.name])).toEqual([
      ['同期', '十月'],
      ['十一月满意度', '十月'],
      ['十月', undefined],
    ]);
  });

  test('is held beside what posts of its days complain of', async () => {
    const { db, deps, keep } = await makeSurveyDoor();
    const complain = (n: number, at: number) =>
      makePost({
        text: `云川热力供暖不稳定，时有时无，一点都不可靠，${n}号楼`,
        publishedAt: at,
        observedAt: at,
      });
    const posts = Array.from({ length: 30 }, (_, n) => complain(n, RAN.from + (n + 1) * 3_600_000));
    await ingest(deps, { posts: [...posts, complain(99, RAN.to + 60_000)], origin: 'test' });
    const { survey } = await keep(starFile(60));
    const { beside, postsSince } = await readSurvey(db, survey.id);
    expect(beside.mentions).toBe(30);
    expect(
      beside.dimensions.find(({ dimension }) => dimension === 'reliability')?.complaints,
    ).toBeGreaterThan(20);
    // Asked, people miss a quick answer most; in public they complain of broken promises.
    expect(beside.worst).toEqual({ verdict: 'differ', survey: 'responsiveness', posts: 'reliability' });
    expect(postsSince).toBe(RAN.from + 3_600_000);
  });

  test('is amended and deleted on the sight of what is there, and goes with its watch', async () => {
    const { db, keep, watchId } = await makeSurveyDoor();
    const { survey } = await keep(starFile(4));
    const { row } = await readSurvey(db, survey.id);
    const terms = { name: ' 改名 ', from: RAN.from, to: RAN.to + DAY };
    const amended = await amendSurvey(db, survey.id, terms, { ...who, seen: row.mark });
    expect(amended).toMatchObject({
      name: '改名',
      to: RAN.to + DAY,
      version: 2,
      changedBy: '李',
      createdBy: '陈',
    });
    const late = amendSurvey(db, survey.id, terms, { ...who, seen: row.mark });
    await expect(late).rejects.toMatchObject({ code: 'overtaken' });
    await expect(removeSurvey(db, survey.id, { seen: row.mark })).rejects.toMatchObject({
      code: 'overtaken',
    });
    await removeSurvey(db, survey.id, { seen: (await readSurvey(db, survey.id)).row.mark });
    await expect(removeSurvey(db, survey.id, {})).rejects.toMatchObject({ code: 'not_found' });
    await keep(starFile(4));
    await deleteWatch(db, watchId);
    expect(await stored(db)).toEqual({ surveys: [], texts: [] });
  });
});

test('free texts go when posts of their age do; what was counted of them stays', async () => {
  const { db, keep } = await makeSurveyDoor();
  const { survey } = await keep(starFile(30));
  const before = await readSurvey(db, survey.id);
  expect(before.texts.length).toBeGreaterThan(0);
  const late = (days: number) => prune({ db, now: () => NOW + days * DAY }, { keepDays: 30 });
  await late(29);
  expect(await readSurvey(db, survey.id)).toEqual(before);
  await late(31);
  expect((await stored(db)).texts).toEqual([]);
  expect(await readSurvey(db, survey.id)).toEqual({ ...before, texts: [] });
});
