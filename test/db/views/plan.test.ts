import { describe, expect, test } from 'vitest';
import { periodOf } from '../../../server/core/report/report-period.ts';
import { tallySurvey } from '../../../server/core/survey/survey-tally.ts';
import type { SurveyMapping } from '../../../server/core/survey/survey-use.ts';
import { DAY } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { readStoredMentions } from '../../../server/db/reading/readings.ts';
import { readOutages } from '../../../server/db/series/feed-outages.ts';
import { readBrought } from '../../../server/db/series/new-feed-mentions.ts';
import { createFix } from '../../../server/db/service/fixes.ts';
import { createStandard } from '../../../server/db/service/standard-changes.ts';
import { addSurvey, type CountedSurvey } from '../../../server/db/service/survey-changes.ts';
import { readAlertScreen } from '../../../server/db/views/alert/alert.ts';
import { readAlertRows } from '../../../server/db/views/alert/alerts.ts';
import { readReview } from '../../../server/db/views/alert/review.ts';
import { readReviews } from '../../../server/db/views/alert/reviews.ts';
import { readChannelLog } from '../../../server/db/views/channel/channel-log.ts';
import { readFeedRows } from '../../../server/db/views/feed/feeds.ts';
import { readLabelQueue } from '../../../server/db/views/mention/label-queue.ts';
import { readLabels } from '../../../server/db/views/mention/labels.ts';
import { readMention, readMentionPage } from '../../../server/db/views/mention/mentions.ts';
import { readPostLabels } from '../../../server/db/views/mention/post-labels.ts';
import { readFigures } from '../../../server/db/views/operation/figures.ts';
import { readSystem } from '../../../server/db/views/operation/system.ts';
import { readOverview } from '../../../server/db/views/overview.ts';
import { readReportFacts } from '../../../server/db/views/report/report-facts.ts';
import { readKano } from '../../../server/db/views/service/kano.ts';
import { readService } from '../../../server/db/views/service/service-quality.ts';
import { readStandard, readStandards } from '../../../server/db/views/service/standards.ts';
import { readSuggestions } from '../../../server/db/views/service/suggestions.ts';
import { readSurvey, readSurveys } from '../../../server/db/views/service/surveys.ts';
import { readTouchpoint } from '../../../server/db/views/service/touchpoint.ts';
import { readStories } from '../../../server/db/views/story/stories.ts';
import { readStoryScreen } from '../../../server/db/views/story/story.ts';
import { readStoryPosts } from '../../../server/db/views/story/story-posts.ts';
import { readTrends } from '../../../server/db/views/trends/trends.ts';
import { readCompare } from '../../../server/db/views/trends/trends-compare.ts';
import { readWatchRows } from '../../../server/db/views/watches.ts';
import { correct } from '../../../server/flows/reading/correct.ts';
import { groupStories } from '../../../server/flows/story/group-stories.ts';
import { createStoryMemory } from '../../../server/flows/story/story-memory.ts';
import { makeStage, quietWeeks, type Stage, voices } from '../../flows/alert/alert-stage.ts';
import { createTagGrouper } from '../../flows/story/tag-grouper.ts';
import { anyOf, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { listen, scansOf } from '../../support/query-plans.ts';

const MAPPING: SurveyMapping = {
  uses: { 推荐: 'nps' },
  scale: 5,
  ces: { scale: 5, better: 'high' },
  reversed: [],
  npsSure: false,
};
const SURVEY = { watchId: 1, name: '十一月', from: NOW - 30 * DAY, to: NOW, mapping: MAPPING };
const COUNTED: Omit<CountedSurvey, 'digest'> = {
  file: 'a.csv',
  refused: 0,
  faults: [],
  reader: 'a',
  tally: tallySurvey([], MAPPING),
  complaints: { n: 1, dimensions: {}, touchpoints: {} },
  texts: [{ no: 1, question: '意见', text: '慢', sentiment: -1, sure: 0.9, complaints: ['touch.hotline'] }],
};

async function makeFull(): Promise<Stage> {
  const stage = await makeStage();
  await makeWatch(stage.db, { name: '第二个', rule: anyOf('满意') }, NOW - 30 * DAY);
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(30, '小区停暖了', NOW));
  await stage.store(voices(3, '供暖客服热线打不通', NOW, { rating: 1 }));
  await stage.look();
  const memory = createStoryMemory({
    makeGrouper: ({ nextStory }) => createTagGrouper(nextStory),
    now: stage.deps.now,
  });
  await groupStories({ db: stage.db, stories: memory, now: stage.deps.now });
  for (const by of ['甲', '乙']) {
    const label = { sentiment: by === '甲' ? 1 : 0, intents: null, severity: null } as const;
    await correct(stage.deps, { postId: 100, by, verdict: 'correct', label, note: null });
  }
  const fix = { watchId: 1, touchpoint: 'heating', dimension: null, title: '增开热线' } as const;
  for (const days of [3, 10, 20]) {
    await createFix(stage.db, { ...fix, doneAt: NOW - days * DAY }, { by: '甲', now: NOW });
  }
  const levels = { floor: 18, target: 20, ideal: null, reviewAt: null, promise: null };
  const room = { watchId: 1, touchpoint: 'heating', unit: 'celsius', better: 'high' } as const;
  await createStandard(stage.db, { ...room, ...levels, name: '室温', owner: '甲' }, { by: '甲', now: NOW });
  for (const digest of ['a', 'b'])
    await addSurvey(stage.db, SURVEY, { ...COUNTED, digest }, { by: '甲', now: NOW });
  return stage;
}

describe('no page reads a whole table', () => {
  const range = { from: NOW - DAY, to: NOW + 1, now: NOW };
  const page = { from: NOW - 30 * DAY, to: NOW + 1, limit: 20 };
  const lastWeek = periodOf({ kind: 'custom', from: NOW - 7 * DAY, to: NOW }, NOW);
  const stories = { ...range, from: NOW - 30 * DAY, sort: 'growth', page: 1, limit: 30 } as const;
  const reads: readonly [string, (db: Db, stage: Stage) => Promise<unknown>][] = [
    ['overview of all watches', (db) => readOverview(db, { ...range, watchId: null, playbooks: [] })],
    ['overview of one watch', (db) => readOverview(db, { ...range, watchId: 1, playbooks: [] })],
    ['alert', (db, { deps }) => readAlertScreen(db, 1, deps.playbooks, NOW)],
    ['alerts', (db) => readAlertRows(db, { status: 'all', playbooks: [], now: NOW })],
    ['review of an alert', (db, { deps }) => readReview(db, 1, deps.playbooks, NOW)],
    ['reviews', (db) => readReviews(db, NOW)],
    ['watches', (db) => readWatchRows(db, NOW)],
    ['what new feeds brought', (db) => readBrought(db, 1, [{ id: 1, createdAt: NOW }], NOW)],
    ['outages', (db) => readOutages(db, 1, [{ feedId: 1, from: NOW - 2 * DAY, to: NOW }], NOW)],
    ['feeds', (db) => readFeedRows(db, new Map(), NOW)],
    ['mentions', (db) => readMentionPage(db, { ...page, watchId: null })],
    ['filtered', (db) => readMentionPage(db, { ...page, watchId: 1, sentiment: -1, platform: 'news' })],
    [
      'facts',
      (db) => readMentionPage(db, { ...page, watchId: null, fact: 'sev.outage', originalsOnly: true }),
    ],
    ['search', (db) => readMentionPage(db, { ...page, watchId: null, query: '停暖', fact: 'sev.outage' })],
    ['mentions of a story', (db) => readMentionPage(db, { ...page, watchId: null, story: 1 })],
    [
      'mentions of a story, filtered',
      (db) => readMentionPage(db, { ...page, watchId: 1, story: 1, sentiment: -1, fact: 'sev.outage' }),
    ],
    [
      'search in a story',
      (db) => readMentionPage(db, { ...page, watchId: null, story: 1, query: '停暖', fact: 'sev.outage' }),
    ],
    ['mention', (db) => readMention(db, 100, null)],
    ['health', (db) => readSystem(db, NOW)],
    ['figures for other programs', (db) => readFigures(db, NOW)],
    ['messages of a channel', (db) => readChannelLog(db, 1, 'zzzzzzzz.zz')],
    ['labels', (db) => readLabels(db, NOW)],
    ['labels of a post', (db) => readPostLabels(db, 100)],
    ['posts worth a label', (db) => readLabelQueue(db, { watchId: null, by: '甲', now: NOW })],
    ['trends of all watches', (db) => readTrends(db, { ...range, watchId: null, basis: 'week' })],
    ['trends of one watch', (db) => readTrends(db, { ...range, watchId: 1, basis: 'before' })],
    [
      'topics side by side',
      (db) =>
        readCompare(db, {
          ...range,
          watchId: null,
          subjects: ['sev.outage', 'touch.app', 'watch.1', 'term.x'],
        }),
    ],
    ['service expectations of all watches', (db) => readService(db, { ...range, watchId: null })],
    [
      'service expectations of one watch',
      (db) => readService(db, { ...range, from: NOW - 14 * DAY, watchId: 1 }),
    ],
    ['a touchpoint', (db) => readTouchpoint(db, { ...range, watchId: null, touchpoint: 'heating' })],
    ['stars of all watches', (db) => readKano(db, { ...range, from: NOW - 28 * DAY, watchId: null })],
    ['stars of one watch', (db) => readKano(db, { ...range, from: NOW - 28 * DAY, watchId: 1 })],
    ['suggestions of all watches', (db) => readSuggestions(db, { ...range, watchId: null })],
    ['suggestions of one watch', (db) => readSuggestions(db, { ...range, watchId: 1 })],
    ['standards of all watches', (db) => readStandards(db, { ...range, watchId: null })],
    ['standards of one watch', (db) => readStandards(db, { ...range, from: NOW - 14 * DAY, watchId: 1 })],
    ['a standard', (db) => readStandard(db, 1, range)],
    ['surveys of all watches', (db) => readSurveys(db, { watchId: null, now: NOW })],
    ['surveys of one watch', (db) => readSurveys(db, { watchId: 1, now: NOW })],
    ['a survey', (db) => readSurvey(db, 1)],
    ['a report of all watches', (db) => readReportFacts(db, { watchId: null, period: lastWeek, now: NOW })],
    ['a report of one watch', (db) => readReportFacts(db, { watchId: 1, period: lastWeek, now: NOW })],
    ['stories', (db) => readStories(db, { ...stories, watchId: null })],
    ['stories of a watch', (db) => readStories(db, { ...stories, watchId: 1, words: '停暖', stage: 'peak' })],
    ['story', (db) => readStoryScreen(db, 1)],
    ['posts of a story', (db) => readStoryPosts(db, { story: 1, limit: 20, cursor: 'zzzzzzzz.zz' })],
    ['what a post is in all watches', (db) => readStoredMentions(db, [100])],
  ];

  // One installation for all of them: filling it takes longer than all reads.
  test('each finds its rows by an index', async () => {
    const stage = await makeFull();
    for (const [name, read] of reads) {
      const { heard, asked } = listen(stage.db);
      await read(heard, stage);
      expect.soft(asked.length, name).toBeGreaterThan(0);
      expect.soft(await scansOf(stage.db, asked), name).toEqual([]);
    }
  });

  test('the check itself notices a scan', async () => {
    const stage = await makeStage();
    const { heard, asked } = listen(stage.db);
    await heard.selectFrom('post').selectAll().where('text', '=', 'x').execute();
    expect(await scansOf(stage.db, asked)).not.toEqual([]);
  });
});
