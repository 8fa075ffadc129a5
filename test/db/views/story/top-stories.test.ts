import { describe, expect, test } from 'vitest';
import { periodOf } from '../../../../server/core/report/report-period.ts';
import { DAY, HOUR, MINUTE, startOfHour } from '../../../../server/core/time.ts';
import { readBrief } from '../../../../server/db/views/alert/brief.ts';
import { readOverview } from '../../../../server/db/views/overview.ts';
import { readReportFacts } from '../../../../server/db/views/report/report-facts.ts';
import { readStories } from '../../../../server/db/views/story/stories.ts';
import { topStories } from '../../../../server/db/views/story/top-stories.ts';
import { readTrends } from '../../../../server/db/views/trends/trends.ts';
import { updateWatch } from '../../../../server/db/watch/watches.ts';
import { renameStory } from '../../../../server/flows/story/edit-story.ts';
import { makeDesk } from '../../../flows/story/story-stage.ts';
import { anyOf, makePost, NOW } from '../../../support/make.ts';
import { makeWatch, watchInput } from '../../../support/make-watch.ts';

const TO = startOfHour(NOW);
const WEEK = { from: TO - 7 * DAY, to: TO };
const CRISIS = '#火灾#云州供热公司锅炉房起火，浓烟滚滚，气死了';

/** Words that are in no other text. */
const rare = (n: number) =>
  Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + (((n * 40 + i) * 7919) % 20_000))).join(
    '',
  );

const crisis = (n: number, more: object = {}) =>
  makePost({
    text: `${CRISIS}，第 ${n} 个目击者这样说`,
    author: `目击者${n}`,
    publishedAt: TO - 6 * DAY + n * MINUTE,
    observedAt: TO - 6 * DAY + n * MINUTE,
    ...more,
  });

describe('the largest story of a week', () => {
  async function makeWeek() {
    const desk = await makeDesk();
    await desk.store(Array.from({ length: 30 }, (_, n) => crisis(n)));
    // Two posts each, all of them told later.
    const small = Array.from({ length: 130 }, (_, n) =>
      [0, 1].map((k) => {
        const at = TO - 5 * DAY + n * 30 * MINUTE + k * MINUTE;
        const text = `#小事${n}#供热公司${rare(2 * n + k)}`;
        return makePost({ text, author: `路人${n}-${k}`, publishedAt: at, observedAt: at });
      }),
    ).flat();
    await desk.store(small);
    await desk.group();
    return desk;
  }

  test('is told of by the brief, the overview, the report and the trends, however many came after it', async () => {
    const { db, watch } = await makeWeek();
    const brief = await readBrief(db, { kind: 'weekly', watchIds: [watch.id] }, { at: NOW, ...WEEK });
    expect(brief.brief.stories[0]).toMatchObject({ posts: 30 });
    const input = { watchId: watch.id, ...WEEK, now: NOW };
    const overview = await readOverview(db, { ...input, playbooks: [] });
    expect(overview.stories[0]).toMatchObject({ inRange: 30 });
    const period = periodOf({ kind: 'custom', ...WEEK }, NOW);
    const [report] = (await readReportFacts(db, { watchId: watch.id, period, now: NOW })).stories;
    expect(report).toMatchObject({ count: 30 });
    const { topics } = await readTrends(db, { ...input, basis: 'before' });
    const told = topics.filter(({ topic }) => topic === `story.${overview.stories[0]?.id}`);
    expect(told).toMatchObject([{ now: { count: 30 } }]);
  });
});

describe('a story that two watches share', () => {
  const AT = TO - 30 * HOUR;
  const DAYS = { from: AT, to: TO };
  const gas = watchInput({ name: '燃气', rule: anyOf('燃气') });

  /** Two of ten posts, one of them negative, are about gas; five of the others complain of the heating. */
  async function makeShared() {
    const desk = await makeDesk();
    const other = await makeWatch(desk.db, gas, NOW - 30 * DAY);
    const said = [
      ...[1, 2, 3, 4, 5].map((n) => `供热公司的供热站停了，第 ${n} 天`),
      ...[1, 2, 3].map((n) => `供热公司的供热站停了，满意的第 ${n} 次答复`),
      '供热公司和燃气公司都停了',
      '供热公司和燃气公司都答复了，满意',
    ];
    const posts = said.map((text, n) => {
      const at = AT + n * HOUR;
      return makePost({ text: `#两家#${text}`, author: `人${n}`, publishedAt: at, observedAt: at });
    });
    const own = [1, 2, 3].map((n) => {
      const at = AT + n * HOUR;
      return makePost({
        text: `#查表#燃气查表，第 ${n} 户`,
        author: `户${n}`,
        publishedAt: at,
        observedAt: at,
      });
    });
    await desk.store([...posts, ...own]);
    await desk.group();
    return { ...desk, other };
  }

  test('counts under each of them by what is its own, and is ranked by that', async () => {
    const { db, watch, other } = await makeShared();
    const of = async (ids: readonly number[], range = DAYS) =>
      (await topStories(db, ids, range, { most: 3 })).map(({ inRange, negativeInRange }) => [
        inRange,
        negativeInRange,
      ]);
    expect(await of([watch.id])).toEqual([[10, 6]]);
    expect(await of([other.id])).toEqual([
      [3, 3],
      [2, 1],
    ]);
    expect(await of([watch.id, other.id])).toEqual([
      [10, 6],
      [3, 3],
    ]);
    // Within a part of its life, too.
    expect(await of([watch.id], { from: AT + 4 * HOUR, to: AT + 9 * HOUR })).toEqual([[5, 2]]);
    expect(await of([other.id], { from: AT + 4 * HOUR, to: AT + 9 * HOUR })).toEqual([]);
  });

  test('is called after what its own watch mentions, and by nobody’s name but in what the house itself is shown', async () => {
    const { db, watch, other, now } = await makeShared();
    const page = { ...DAYS, sort: 'size', page: 1, limit: 9 } as const;
    const shared = async () => {
      const [all] = (await readStories(db, { ...page, watchId: null })).rows;
      const rows = (await readStories(db, { ...page, watchId: other.id })).rows;
      const row = rows.find(({ id }) => id === all?.id);
      return { all, row };
    };
    const { all, row } = await shared();
    expect(all?.title).not.toContain('燃气');
    expect(row?.title).toContain('燃气');
    expect(row?.keywords).not.toEqual(all?.keywords);
    const titles = async (watchId: number) => {
      const overview = await readOverview(db, { watchId, ...DAYS, now: NOW, playbooks: [] });
      const { brief } = await readBrief(db, { kind: 'daily', watchIds: [watchId] }, { at: NOW, ...DAYS });
      const period = periodOf({ kind: 'custom', ...DAYS }, NOW);
      const { stories } = await readReportFacts(db, { watchId, period, now: NOW });
      const { topics } = await readTrends(db, { watchId, ...DAYS, now: NOW, basis: 'before' });
      const examples = stories.flatMap((story) => story.examples.map(({ text }) => text));
      const named = [...overview.stories, ...brief.stories, ...stories].map(({ title }) => title);
      const trends = topics.flatMap(({ topic, title }) =>
        topic.startsWith('story.') && title ? [title] : [],
      );
      return { named: [...named, ...trends], examples };
    };
    const told = await titles(other.id);
    expect(told.named.length).toBeGreaterThan(5);
    for (const text of [...told.named, ...told.examples]) expect(text).toContain('燃气');
    // Everything in it is mentioned by the other one: it is called after whatever is most like all of it.
    expect((await titles(watch.id)).named).toContain(all?.title);
    const into = all?.id ?? 0;
    await renameStory({ db, now }, { story: into, by: '甲', title: '云州供热的麻烦' });
    expect((await shared()).row?.title).toBe(row?.title);
    expect((await titles(other.id)).named).not.toContain('云州供热的麻烦');
    expect((await titles(watch.id)).named).toContain('云州供热的麻烦');
    const named = await readStories(db, { ...page, watchId: other.id, shareNames: true });
    expect(named.rows.map(({ title }) => title)).toContain('云州供热的麻烦');
  });

  test('has no more of anything than the whole watch', async () => {
    const { db, other } = await makeShared();
    const input = { watchId: other.id, ...DAYS, now: NOW };
    const { share, stories } = await readOverview(db, { ...input, playbooks: [] });
    const sum = (of: (story: (typeof stories)[number]) => number) =>
      stories.reduce((all, each) => all + of(each), 0);
    expect([share.total, share.negative]).toEqual([5, 4]);
    expect([sum((each) => each.inRange), sum((each) => each.negativeInRange)]).toEqual([5, 4]);
    const period = periodOf({ kind: 'custom', ...DAYS }, NOW);
    const { stories: told } = await readReportFacts(db, { watchId: other.id, period, now: NOW });
    expect(told.map(({ count, negative }) => [count, negative])).toEqual([
      [3, 3],
      [2, 1],
    ]);
    const { topics } = await readTrends(db, { ...input, basis: 'before' });
    const shared = stories.find(({ posts }) => posts === 10);
    expect(topics.filter(({ topic }) => topic === `story.${shared?.id}`)).toMatchObject([
      { now: { count: 2 } },
    ]);
  });

  test('is listed under a watch by the size that it has there, with what is its own', async () => {
    const { db, other } = await makeShared();
    const page = { watchId: other.id, ...DAYS, sort: 'size', page: 1, limit: 9 } as const;
    const { rows } = await readStories(db, page);
    expect(rows.map(({ posts, watches }) => [posts, watches.find(({ id }) => id === other.id)])).toEqual([
      [3, { id: other.id, name: '燃气', mentions: 3, negative: 3 }],
      [10, { id: other.id, name: '燃气', mentions: 2, negative: 1 }],
    ]);
  });

  test('stays while one of them is paused, and what only a paused one tells is told nowhere', async () => {
    const { db, watch, other } = await makeShared();
    const list = { watchId: null, ...DAYS, sort: 'size', page: 1, limit: 9 } as const;
    const posts = async () => (await readStories(db, list)).rows.map((row) => row.posts);
    const told = async () => {
      const { topics } = await readTrends(db, { watchId: null, ...DAYS, now: NOW, basis: 'before' });
      return topics.filter(({ topic }) => topic.startsWith('story.')).map(({ now }) => now.count);
    };
    expect([await posts(), (await told()).toSorted()]).toEqual([
      [10, 3],
      [10, 3],
    ]);
    await updateWatch(db, other.id, { ...gas, active: false }, NOW);
    expect([await posts(), await told()]).toEqual([[10], [10]]);
    await updateWatch(db, watch.id, watchInput({ active: false }), NOW);
    expect([await posts(), await told()]).toEqual([[], []]);
  });
});
