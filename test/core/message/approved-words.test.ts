import { expect, test } from 'vitest';
import { briefly } from '../../../server/core/message/alert-words.ts';
import { noticeView } from '../../../server/core/message/notice.ts';
import { alertWords, noticeWords } from '../../../server/notifiers/shared/approved-words.ts';
import { alert, feed, hostile, long } from '../../notifiers/channel-alerts.ts';
import { makeFinding } from '../alert/make-alert.ts';

test('an alert fills the four gaps: how grave, about whom, what, and when by the clock of China', () => {
  expect(alertWords({ ...alert, at: Date.parse('2026-11-29T21:10:00Z') })).toEqual({
    level: '橙色',
    name: '供热服务',
    time: '11月30日 05:10',
    what: '等级上调，近 1 小时负面 86 条，是平时同时段的 9.6 倍',
  });
  expect(alertWords({ ...alert, change: 'opened', level: 'I' })).toMatchObject({
    level: '红色',
    what: '近 1 小时负面 86 条，是平时同时段的 9.6 倍',
  });
});

test('that nobody confirmed it is said in a word, however long the reason for the message is', () => {
  const sentence = `发出 10 分钟无人确认，转给 ${'李四、'.repeat(20)}。供热服务：近 1 小时负面 86 条。`;
  expect(alertWords({ ...alert, change: 'escalated', sentence }).what).toBe('无人确认，近 1 小时负面 86 条');
});

test('what is too long ends after a whole clause, and within the first where that is too long itself', () => {
  const clauses = '近 1 小时负面 53 条，平时几乎没有；24 小时内 13 个账号提到死亡（未核实）；热榜第 8 位';
  const told = alertWords({ ...alert, change: 'opened', sentence: `供热服务：${clauses}。` }).what;
  expect(told).toBe('近 1 小时负面 53 条，平时几乎没有');
  const one = alertWords({
    ...long,
    change: 'opened',
    sentence: `供热服务：${'小区停暖、'.repeat(40)}`,
  }).what;
  expect(one).toHaveLength(35);
  expect(alertWords({ ...alert, subject: '👨‍👩‍👧'.repeat(3) + '云'.repeat(60) }).name).toBe('云'.repeat(20));
});

test('whoever is woken by a line hears of the deaths that are claimed before any number', () => {
  const findings = [
    makeFinding({ observed: 53, expected: 0.3, facts: { measure: 'negative' } }),
    makeFinding({
      detector: 'severity',
      key: 'sev.death',
      observed: 13,
      expected: null,
      baseline: { kind: 'rule' },
      facts: { fact: 'sev.death', category: 'death', weight: 1, originals: 2 },
    }),
  ];
  const brief = briefly({ findings });
  const sentence =
    '供热服务：近 1 小时负面 53 条，平时同时段几乎没有；24 小时内 13 个账号提到人员死亡（未核实）。';
  expect(alertWords({ ...alert, change: 'raised', level: 'I', sentence, brief }).what).toBe(
    '等级上调，13 个账号提到人员死亡（未核实）；1 小时负面 53 条',
  );
  // Where nothing grave is claimed the number keeps what it is held against.
  expect(alertWords({ ...alert, brief: briefly({ findings: findings.slice(0, 1) }) }).what).toBe(
    '等级上调，近 1 小时负面 53 条，平时同时段几乎没有',
  );
  expect(briefly({ findings: findings.slice(1) })).toBe('13 个账号提到人员死亡（未核实）');
  expect(alertWords({ ...alert, brief: briefly({ findings: [] }) }).what).toContain('负面 86 条');
});

test('nothing in a gap is what a carrier refuses: an address, a bracket of a signature, markup, nothing at all', () => {
  const sentence = '【官方】看 https://evil.example/x 或 www.evil.cn，<b>停暖</b> 9.6 倍 [图]';
  const told = alertWords({ ...hostile, change: 'opened', sentence });
  expect(told.what).toBe('官方看 或 www点evil点cn，b停暖b 9.6 倍 图');
  expect(told.name).not.toMatch(/[<>[\]/]|\.cn/);
  expect(alertWords({ ...alert, subject: '🔥', change: 'opened', sentence: '🔥' })).toMatchObject({
    name: '无',
    what: '无',
  });
});

test('a notice about the installation says so in the place of a level', () => {
  const view = noticeView({ down: [feed], up: [], at: feed.openedAt }, 'http://desk.example');
  expect(noticeWords(view)).toMatchObject({ level: '系统', name: '来源失效', what: '本地论坛' });
  expect(noticeWords({ ...view, subject: '磁盘快满了' })).toMatchObject({
    name: '运行情况',
    what: '磁盘快满了',
  });
});
