import { describe, expect, test } from 'vitest';
import { ROUTE_RULES } from '../../server/core/access/route-rule.ts';
import { ERROR_CODES } from '../../server/core/errors.ts';
import { CLOSED_PLATFORMS } from '../../server/core/feed/closed-platforms.ts';
import type { RunFailure } from '../../server/core/feed/feed.ts';
import { WALLS } from '../../server/core/feed/source.ts';
import { KINDS, LAMENTED } from '../../server/core/job/job-kinds.ts';
import { VOICES } from '../../server/core/mention/post.ts';
import { TROUBLE_KINDS } from '../../server/core/operation/trouble-checks.ts';
import { HANDBOOK } from '../../server/core/playbook/handbook.ts';
import { EMOTIONS, INTENTS, SERVQUAL, SEVERITIES, TOUCHPOINTS } from '../../server/core/reading/analysis.ts';
import { LEVELS } from '../../server/core/risk/grade.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { bannedIn, phrasesOf } from '../../web/words/banned.ts';
import { factWord, metricWord, reasonWords } from '../../web/words/code-words.ts';
import { en } from '../../web/words/en.ts';
import {
  alertSentence,
  aloneSentence,
  claimWords,
  shareFinding,
  spreadWords,
  standingRisk,
  unusualWords,
  volumeFinding,
} from '../../web/words/finding-words.ts';
import { compact, duration } from '../../web/words/format.ts';
import { oneSidedWords, trendsLead } from '../../web/words/trend-words.ts';
import { jobWords } from '../../web/words/trouble-words.ts';
import { zh } from '../../web/words/zh.ts';
import { makeFinding } from '../core/alert/make-alert.ts';

/** Every key with its kind, depth first. */
function keysOf(words: object, above = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? keysOf(value, `${above}${key}.`)
      : [`${above}${key} ${typeof value} ${typeof value === 'function' ? value.length : ''}`],
  );
}

/** Why a run can fail. It is a type alone: a reason more or less there does not compile here. */
const FAILURES = Object.keys({
  timeout: true,
  dns: true,
  refused: true,
  reset: true,
  tls: true,
  'private-address': true,
  'too-many-redirects': true,
  'too-large': true,
  'bad-url': true,
  'server-error': true,
  'circuit-open': true,
  aborted: true,
  'no-source': true,
  'source-fault': true,
  'store-fault': true,
} satisfies Readonly<Record<RunFailure, true>>);

const NOT_CHINESE_MARKS = /[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]|！|您/g;

/** Written down where no route is: on the way in and out, and by commands. */
const BESIDE_ROUTES = [
  'session.open',
  'session.refused',
  'session.end',
  'import.file',
  'installation.restore',
  'secret.rotate',
];

describe('words', () => {
  test('every action in the log of changes has one, and no other', () => {
    const actions = [...ROUTE_RULES.values()].flatMap(({ action }) => action ?? []);
    expect(Object.keys(zh.audit.actions).sort()).toEqual([...new Set([...actions, ...BESIDE_ROUTES])].sort());
  });

  test('Chinese and English have the same keys and take the same things', () => {
    expect(keysOf(en).sort()).toEqual(keysOf(zh).sort());
  });

  test('no word is empty but where there is truly nothing to say', () => {
    const empty = (words: object) =>
      Object.entries(words)
        .filter(([, value]) => value === '')
        .map(([key]) => key);
    for (const words of [zh, en]) {
      const { healthNext, ...tables } = words.codes;
      expect(Object.values(tables).flatMap(empty)).toEqual([]);
      expect(empty(healthNext)).toEqual(['ok', 'quiet']);
    }
  });

  test.each([
    ['levels', LEVELS, zh.codes.level],
    ['emotions', EMOTIONS, zh.codes.emotion],
    ['dimensions', SERVQUAL, zh.codes.servqual],
    ['touchpoints', TOUCHPOINTS, zh.codes.touchpoint],
    ['severities', SEVERITIES, zh.codes.severity],
    ['intents', INTENTS, zh.codes.intent],
    ['voices', VOICES, zh.codes.voice],
    ['errors', ERROR_CODES, zh.codes.error],
    ['jobs that people are shown', LAMENTED, zh.codes.job],
    ['jobs that may wait', KINDS, jobWords(zh)],
    ['troubles', TROUBLE_KINDS, zh.system.troubles],
  ] as const)('every one of the %s has a word', (_, codes, table) => {
    expect(codes.filter((code) => !Object.hasOwn(table, code))).toEqual([]);
  });

  test.each([
    ['wall', 'wall', WALLS],
    ['next step at a wall', 'wallNext', WALLS],
    ['failure of a run', 'failure', FAILURES],
    ['next step after a failure', 'failureNext', FAILURES],
  ] as const)('every %s is said in both languages, and none is left over', (_, table, codes) => {
    const chinese: Readonly<Record<string, string>> = zh.codes[table];
    const english: Readonly<Record<string, string>> = en.codes[table];
    expect(Object.keys(chinese).sort()).toEqual([...codes].sort());
    for (const code of codes) {
      expect([code, chinese[code]]).toEqual([code, expect.stringMatching(/\p{sc=Han}{2}/u)]);
      expect([code, english[code]]).toEqual([
        code,
        expect.stringMatching(/^[^\p{sc=Han}]*[a-z][^\p{sc=Han}]*$/u),
      ]);
    }
  });

  test('Chinese sentences use full-width punctuation, without exclamation marks', () => {
    const sentences = JSON.stringify(zh, (_, value) => (typeof value === 'function' ? String(value) : value));
    const bare = sentences.replaceAll(/NEAR\/8\(甲,乙\)/g, '');
    expect(bare.match(NOT_CHINESE_MARKS)).toBe(null);
  });

  test('one thing has one word, and the trade’s own words stand apart from the plain ones', () => {
    const said = (words: object): string =>
      JSON.stringify(words, (key, value) => {
        if (key === 'terms') return undefined;
        return typeof value === 'function' ? String(value) : value;
      });
    expect(said(zh)).not.toMatch(
      /级别|升为事件|预警升级|Wilson|Kendall|肯德尔|Clopper|Benjamini|Cohen|Krippendorff|置信|基线|显著|泊松|p 值|n = /,
    );
    expect(said(en)).not.toMatch(/Wilson|Kendall|Clopper|Benjamini|Cohen|Krippendorff|p-value|n = /);
  });

  test('so do the sources and the platforms that are not crawled', async () => {
    const { sources } = await loadPlugins();
    const said = [...sources.values()].map(({ title, params, access }) => [title, params, access.note]);
    expect(JSON.stringify([said, CLOSED_PLATFORMS]).match(NOT_CHINESE_MARKS)).toBe(null);
  });

  test('facts are said by name, places as they are, unknown codes unchanged', () => {
    expect(factWord('touch.heating', zh)).toBe('供热');
    expect(factWord('area.阳光花园', zh)).toBe('阳光花园');
    expect(factWord('sev.unheard_of', zh)).toBe('unheard_of');
    expect(factWord('hot', en)).toBe('On a hot list');
  });

  test('the reason for a playbook is told in words', () => {
    expect(reasonWords('sev.outage.authors_24h 11 >= 3', zh)).toBe('服务中断：24 小时作者数 11（要求 ≥ 3）');
    expect(reasonWords('record.injured 3 >= 3', en)).toBe('Injured (verified) 3 (wanted ≥ 3)');
    expect(reasonWords('burst_s 45.312 >= 3.5', zh)).toBe('突发强度 45.3（要求 ≥ 3.5）');
    expect(reasonWords('人工选择', zh)).toBe('人工选择');
    expect(metricWord('nobody.knows', zh)).toBe('nobody.knows');
  });
});

const point = (at: number, negative: number, high: number | null) => ({
  at,
  negative,
  neutral: 2,
  positive: 0,
  copies: 0,
  expected: high === null ? null : high / 2,
  low: high === null ? null : 0,
  high,
});

describe('findings', () => {
  const when = (at: number) => `${at} 时`;

  test('a volume above its usual range is told from where it began, with its peak', () => {
    const points = [point(1, 0, 8), point(2, 20, 8), point(3, 40, 8)];
    expect(volumeFinding(points, 'hour', when, zh)).toBe('2 时 起高于平时，最高 1 小时 42 条（平时 4 条）');
  });

  test('without history no range is claimed', () => {
    expect(volumeFinding([point(1, 40, null)], 'hour', when, zh)).toContain('历史不足');
  });

  test('silence is called silence', () => {
    expect(volumeFinding([], 'hour', when, zh)).toBe('这段时间没有提及');
  });

  test('a share that its interval does not separate from before is not called a change', () => {
    expect(shareFinding({ p: 0.3, lo: 0.2, hi: 0.4, before: { p: 0.25, n: 50 } }, zh)).toBe(
      '负面占比与前一段无明显差别',
    );
    expect(shareFinding({ p: 0.5, lo: 0.4, hi: 0.6, before: { p: 0.2, n: 50 } }, zh)).toBe(
      '负面占比升至前一段的 2.5 倍',
    );
    // Two negatives of fifty before: three times as many is no ratio to speak of.
    expect(shareFinding({ p: 0.5, lo: 0.4, hi: 0.6, before: { p: 0.04, n: 50 } }, zh)).toBe(
      '负面占比上升 46.0 个百分点',
    );
    expect(shareFinding({ p: null, lo: 0, hi: 1, before: { p: null, n: 0 } }, zh)).toBe(
      '没有内容，算不出负面占比',
    );
  });
});

test('an alert that was closed while it burns on leaves no calm; what is blue or nothing does', () => {
  const at = (name: string, index: number, level: 'I' | 'III' | 'IV' | null) =>
    ({ watchId: 1, name, at: 0, risk: { index, level } }) as Parameters<typeof standingRisk>[0][number];
  expect(standingRisk([at('超市', 12, null), at('供热', 34, 'IV')])).toBeNull();
  const found = standingRisk([at('超市', 55, 'III'), at('供热', 87, 'I')]);
  expect(found).toEqual({ name: '供热', level: 'I', index: 87 });
  expect(zh.overview.standing('供热', '红', '87')).toBe(
    '没有未关闭的预警，但“供热”的风险仍在红级（指数 87，满分 100）',
  );
});

test('weeks that are calmer than those before do not hide a last day that is far worse', () => {
  const day = (at: number, p: number, lo: number, hi: number) => ({ at, p, lo, hi, n: 100 });
  const calm = { p: 0.11, lo: 0.102, hi: 0.118, before: { p: 0.13, n: 5_000 } };
  const usual = day(1, 0.08, 0.04, 0.13);
  expect(shareFinding({ ...calm, points: [usual, usual] }, zh)).toBe('负面占比下降 2.0 个百分点');
  expect(shareFinding({ ...calm, points: [usual, day(2, 0.573, 0.474, 0.667)] }, zh)).toBe(
    '末尾负面占比升至 57.3%，整段为 11.0%',
  );
  // A few posts of a night prove nothing.
  expect(shareFinding({ ...calm, points: [usual, day(2, 0.5, 0.15, 0.85)] }, zh)).toContain('下降');
  // That all of it is far worse than before says more.
  const worse = { p: 0.3, lo: 0.28, hi: 0.32, before: { p: 0.1, n: 5_000 } };
  expect(shareFinding({ ...worse, points: [usual, day(2, 0.9, 0.8, 0.95)] }, zh)).toContain('3 倍');
});

describe('the lead of the trends', () => {
  type Screen = Parameters<typeof trendsLead>[0];
  const silent = { p: null, lo: 0, hi: 1 };
  const lead = (totalGrowth: Screen['totalGrowth'], shares: Partial<Screen> = {}) =>
    trendsLead(
      {
        total: { count: 40 },
        authors: { authors: 9, exact: true },
        totalGrowth,
        negativeShare: silent,
        negativeShareBefore: silent,
        oneSided: [],
        ...shares,
      } as Screen,
      String,
      zh,
    );

  test('tells a comparison in which nothing was said from one that nobody watched', () => {
    expect(lead(null)).toBe('共 40 条，9 人发声，对照期没有数据，无法判断涨落');
    expect(lead({ ratio: null, lo: 12, hi: null, p: 0 })).toBe('共 40 条，9 人发声，对照期没有内容');
    expect(lead({ ratio: 2, lo: 1.5, hi: 3, p: 0 })).toContain('声量是对照期的 2 倍（1.5–3）');
  });

  test('compares nothing where all of it came from a platform of one side alone, which is named beside', () => {
    const oneSided = [{ platform: 'weibo', missing: 'before' }] as const;
    expect(lead(null, { oneSided })).toBe('共 40 条，9 人发声');
    expect(oneSidedWords({ oneSided } as unknown as Screen, zh)).toBe(
      '对照期没有一直读到微博的内容；上面的增减和负面占比不含它，话题和事件的涨落含它。',
    );
    expect(oneSidedWords({ oneSided: [] } as unknown as Screen, zh)).toBe('');
  });

  test('names the negative share, and a change only where the two are clear of each other', () => {
    const negativeShare = { p: 0.4, lo: 0.3, hi: 0.5 };
    const said = (negativeShareBefore: Screen['negativeShare']) =>
      lead(null, { negativeShare, negativeShareBefore }).split('；')[1];
    expect(said(silent)).toBe('负面占比 40.0%');
    expect(said({ p: 0.2, lo: 0.15, hi: 0.25 })).toBe(
      '负面占比 40.0%，比对照期高 20.0 个百分点（当时 20.0%）',
    );
    expect(said({ p: 0.6, lo: 0.55, hi: 0.65 })).toBe(
      '负面占比 40.0%，比对照期低 20.0 个百分点（当时 60.0%）',
    );
    // One of five says little.
    expect(said({ p: 0.2, lo: 0.04, hi: 0.62 })).toBe('负面占比 40.0%，与对照期无明显差别（当时 20.0%）');
  });
});

describe('how unusual', () => {
  const minutes = (milliseconds: number) => duration(milliseconds, 'zh');

  test('a ratio is said where the usual is one or more', () => {
    expect(unusualWords(makeFinding({ observed: 86, expected: 9 }), minutes, zh)).toBe('较平时同小时 9.6 倍');
  });

  test('below one the two numbers are said, never a ratio', () => {
    const seen = makeFinding({ observed: 42, expected: 0.3 });
    expect(unusualWords(seen, minutes, zh)).toBe('近 1 小时 42 条负面，平时不到 1 条');
    expect(unusualWords({ ...seen, facts: { measure: 'total' } }, minutes, zh)).toBe(
      '近 1 小时 42 条，平时不到 1 条',
    );
    expect(unusualWords(seen, (ms) => duration(ms, 'en'), en)).toBe(
      '42 negative in 1 h, usually fewer than 1',
    );
  });

  test('an alert is told in English as the overview tells it, of accounts and not of people', () => {
    const main = makeFinding({ key: 'negative-6h', observed: 6, expected: 0.2, windowMinutes: 360 });
    const claim = makeFinding({
      detector: 'severity',
      key: 'death',
      observed: 13,
      expected: null,
      score: 0,
      facts: { fact: 'sev.death', originals: 2 },
    });
    const say = { duration: (ms: number) => duration(ms, 'en'), moment: () => 'yesterday 01:30' };
    const said = (row: Partial<Parameters<typeof alertSentence>[0]>) =>
      alertSentence(
        { watchName: 'Heating', main: null, claim: null, worst: null, lately: null, ...row },
        say,
        en,
      );
    expect(said({ main, claim: null })).toBe(
      'Heating: 6 accounts complain in 6 h, usually 0.2 negative posts',
    );
    expect(said({ main, claim })).toBe(
      `Heating: ${claimWords(claim, (ms) => duration(ms, 'en'), en)}, 6 accounts complain in 6 h, usually 0.2 negative posts`,
    );
    expect(said({ main: claim, claim })).toMatch(/^Heating: 13 accounts in 24 h speak of: [^,]+$/);
    const worst = { at: 5, main, claim: null };
    expect(said({ main: claim, claim, worst, lately: { total: 12, negative: 3 } })).toBe(
      'Heating: at its worst (yesterday 01:30), 6 accounts complain in 6 h, usually 0.2 negative posts, now 12 mentions in 1 h, 3 negative',
    );
  });

  test('below a heading that names the watch it is not named again', () => {
    expect(aloneSentence('供热服务：近 1 小时负面 86 条。', '供热服务', zh)).toBe('近 1 小时负面 86 条。');
    expect(aloneSentence('Heating: nothing new', 'Heating', en)).toBe('Nothing new');
    expect(aloneSentence('别的：近 1 小时', '供热服务', zh)).toBe('别的：近 1 小时');
  });

  test('how far it went is told of what is known, in the language of the page', () => {
    const seen = { reach_24h: 120_000, distinct_areas_6h: 1, hot_rank: 8 };
    expect(spreadWords(seen, 0.412, (value) => compact(value, 'zh'), zh)).toBe(
      '24 小时估计触达 12万 人，涉及 1 个片区，转载占 41.2%，热榜第 8 位',
    );
    expect(spreadWords(seen, null, (value) => compact(value, 'en'), en)).toBe(
      'Reached an estimated 120k people in 24 h, 1 area concerned, hot list rank 8',
    );
    expect(spreadWords({}, null, String, en)).toBe('');
  });

  test('without a usual none is claimed', () => {
    const young = makeFinding({ expected: null, baseline: { kind: 'cold-start', days: 2 } });
    expect(unusualWords(young, minutes, zh)).toBe('暂无平时水平可比');
    expect(unusualWords(null, minutes, zh)).toBe('因所述事实严重而发，不看条数');
  });

  test('shares, weeks and people are not said as posts of an hour', () => {
    const rise = makeFinding({
      detector: 'slow-rise',
      key: 'slow-rise',
      observed: 108,
      expected: 36,
      windowMinutes: 40_320,
      baseline: { kind: 'own-history', days: 28, dispersion: 1 },
      facts: { measure: 'weekly-share', weeks: 4, shares: '0.056 0.095 0.133 0.171', timesLow: 2.3 },
    });
    expect(unusualWords(rise, minutes, zh)).toBe(
      '负面占比连续 4 周上升（5.6%→9.5%→13.3%→17.1%），已翻倍，最近一周 108 条',
    );
    const people = makeFinding({ key: 'negative-6h', observed: 6, expected: 0.2, windowMinutes: 360 });
    expect(unusualWords(people, minutes, zh)).toBe('近 6 小时 6 个账号抱怨，平时 0.2 条负面');
    expect(unusualWords(makeFinding({ detector: 'cusum', expected: 9 }), minutes, zh)).not.toContain(
      '同小时',
    );
  });

  test('of what came late the time is said that it is of, and how late it came', () => {
    const at = Date.UTC(2026, 10, 22, 7) - 1;
    const facts = { measure: 'negative', late: 497 };
    const seen = makeFinding({ at, facts, observed: 30, expected: 2 });
    expect(unusualWords(seen, minutes, zh)).toBe(
      '2026-11-22 14:00 至 2026-11-22 15:00 负面 30 条，平时 2 条（帖文发布约 8 小时后才入库）',
    );
    expect(unusualWords(seen, (ms) => duration(ms, 'en'), en)).toBe(
      '30 negative in 2026-11-22 14:00 to 2026-11-22 15:00, usually 2 (its posts came in about 8 h after they were published)',
    );
    const claim = { at, detector: 'severity', observed: 3, expected: null, score: 0 } as const;
    const deaths = makeFinding({
      ...claim,
      baseline: { kind: 'rule' },
      facts: { fact: 'sev.death', late: 100 },
    });
    expect(unusualWords(deaths, minutes, zh)).toBe(
      '截至 2026-11-22 15:00，24 小时内 3 个账号提到死亡（帖文发布约 1 小时 40 分后才入库）',
    );
  });

  test('an index that nothing found explains is told by the complaints of the last hours', () => {
    const facts = { measure: 'talk', negative: 14, total: 42, share: 1 / 3, lastHour: 12 };
    const rise = makeFinding({
      detector: 'index-rise',
      key: 'index-rise',
      observed: 14,
      expected: null,
      windowMinutes: 360,
      baseline: { kind: 'rule' },
      facts,
    });
    expect(unusualWords(rise, minutes, zh)).toBe('近 6 小时负面 14 条，占 33.3%，近 1 小时相关内容 12 条');
    expect(unusualWords(rise, (ms) => duration(ms, 'en'), en)).toBe(
      '14 negative in 6 h, 33.3% of all, and 12 posts in the last hour',
    );
  });

  test('what a rule found is said as it is', () => {
    const claim = { detector: 'severity', observed: 13, expected: null, score: 0 } as const;
    const deaths = makeFinding({ ...claim, baseline: { kind: 'rule' }, facts: { fact: 'sev.death' } });
    expect(unusualWords(deaths, minutes, zh)).toBe('24 小时内 13 个账号提到死亡');
    expect(claimWords(deaths, minutes, zh)).toBe('24 小时内 13 个账号提到死亡（未核实）');
    const copied = { ...deaths, facts: { fact: 'sev.death', originals: 2 } };
    expect(unusualWords(copied, minutes, zh)).toBe('24 小时内 13 个账号提到死亡，去重后 2 条');
    const everyday = { ...deaths, facts: { fact: 'sev.death', usualAuthors: 4 } };
    expect(unusualWords(everyday, minutes, zh)).toBe('24 小时内 13 个账号提到死亡，平时每天约 4 个');
  });
});

describe('phrases that make a statement worse', () => {
  const { banned } = HANDBOOK.statements;

  test('are found, each once, with what to write instead', () => {
    const hits = bannedIn('我们高度重视,将尽快处理,尽快答复,绝对不存在此类问题', banned);
    expect(hits.map((hit) => hit.phrase)).toEqual(['绝对不存在', '尽快']);
    expect(hits[0]?.instead).toContain('核实');
    expect(bannedIn('尽快处理', [])).toEqual([]);
  });

  test('are written out as people would say them, and every one of them is caught', () => {
    expect(phrasesOf('不明真相|恶意(抹黑|炒作)')).toEqual(['不明真相', '恶意抹黑', '恶意炒作']);
    expect(phrasesOf('亲[,，~]|保留追究.{0,6}权利')).toEqual(['亲，', '保留追究…权利']);
    for (const { pattern } of banned)
      for (const phrase of phrasesOf(pattern)) {
        expect(phrase).not.toMatch(/[\\()[\]|{}.*+?]/);
        expect(phrase).toMatch(new RegExp(pattern));
      }
  });
});

test('the handbook has a word for every role and phase that a playbook names, in both languages', async () => {
  const { playbooks } = await loadPlugins();
  const known = (table: object, code: string) => Object.hasOwn(table, code);
  for (const { steps, templates } of playbooks) {
    const roles = [
      ...steps.flatMap((step) => [step.role, step.backup]),
      ...templates.flatMap((each) => each.approvers),
    ];
    expect(roles.filter((role) => !known(HANDBOOK.roles, role))).toEqual([]);
    expect(steps.map((step) => step.phase).filter((phase) => !known(HANDBOOK.phases, phase))).toEqual([]);
    const vars = templates.flatMap((each) => each.vars);
    expect(vars.filter((name) => !known(HANDBOOK.variables, name))).toEqual([]);
  }
});
