import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Brief, turnOf } from '../../../server/core/notices/brief.ts';
import { type BriefNotice, briefOf, briefView, isQuiet } from '../../../server/core/notices/brief-notice.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';

const at = (text: string) => Date.parse(text);
const brief = (parts: Partial<Brief> = {}) => ({
  kind: 'daily' as const,
  minute: 8 * 60,
  weekday: 1,
  ...parts,
});
const CHINA = 'Asia/Shanghai';

describe('when a brief is due', () => {
  test('a day’s tells of the day before its hour', () => {
    expect(turnOf(brief(), CHINA, at('2026-11-27T08:00:00+08:00'))).toEqual({
      at: at('2026-11-27T08:00:00+08:00'),
      from: at('2026-11-26T08:00:00+08:00'),
      to: at('2026-11-27T08:00:00+08:00'),
    });
    expect(turnOf(brief(), CHINA, at('2026-11-27T07:59:00+08:00')).at).toBe(at('2026-11-26T08:00:00+08:00'));
  });

  test('a week’s is due on its weekday', () => {
    const friday = brief({ kind: 'weekly', weekday: 5, minute: 17 * 60 + 30 });
    const { at: due, from, to } = turnOf(friday, CHINA, at('2026-11-27T12:00:00+08:00'));
    expect(due).toBe(at('2026-11-20T17:30:00+08:00'));
    expect([to - from, to]).toEqual([7 * DAY, at('2026-11-20T17:00:00+08:00')]);
  });

  test('an hour’s is due at its minute', () => {
    const turn = turnOf(brief({ kind: 'hourly', minute: 5 }), CHINA, at('2026-11-27T09:04:00+08:00'));
    expect(turn.at).toBe(at('2026-11-27T08:05:00+08:00'));
    expect([turn.from, turn.to]).toEqual([at('2026-11-27T07:00:00+08:00'), at('2026-11-27T08:00:00+08:00')]);
  });

  test('on the clock of the one who wants it, also when that changes', () => {
    const due = (when: string) => turnOf(brief(), 'Europe/Berlin', at(when)).at;
    expect(due('2026-10-24T20:00:00Z')).toBe(at('2026-10-24T06:00:00Z'));
    expect(due('2026-10-25T20:00:00Z')).toBe(at('2026-10-25T07:00:00Z'));
  });

  test('a turn lies in the past, is the last one, and tells of whole hours that are over', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const),
        fc.nat(1_439),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(CHINA, 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
        fc.integer({ min: at('2026-01-01'), max: at('2030-01-01') }),
        (kind, minute, weekday, zone, now) => {
          const given = brief({ kind, weekday, minute });
          const turn = turnOf(given, zone, now);
          expect(turn.at).toBeLessThanOrEqual(now);
          expect(turnOf(given, zone, turn.at)).toEqual(turn);
          expect(turn.to).toBeLessThanOrEqual(turn.at);
          expect([turn.from % HOUR, turn.to % HOUR]).toEqual([0, 0]);
        },
      ),
    );
  });
});

const notice = (parts: Partial<BriefNotice['brief']> = {}): BriefNotice => ({
  at: at('2026-11-27T08:00:00+08:00'),
  brief: {
    kind: 'daily',
    watches: [],
    alerts: [],
    stories: [],
    feedsDown: 0,
    from: at('2026-11-26T08:00:00+08:00'),
    to: at('2026-11-27T08:00:00+08:00'),
    ...parts,
  },
});
const heat = { name: '云川热力', mentions: 236, negative: 88, mentionsBefore: 190, negativeBefore: 34 };

describe('what a brief says', () => {
  test('the gist in its subject, then alerts, watches and stories', () => {
    const { subject, lines } = briefView(
      notice({
        watches: [heat],
        alerts: [{ alertId: 1, level: 'II', status: 'open', sentence: '云川热力：近 1 小时负面 86 条。' }],
        stories: [{ title: '河西区停暖', posts: 48, negative: 40 }],
        feedsDown: 2,
      }),
      'http://desk.example',
    );
    expect(subject).toBe('早报 11月27日：1 条预警（1 橙），提及 236 条，负面 37.3%');
    expect(lines).toEqual([
      '◆ 橙 待确认 云川热力：近 1 小时负面 86 条。',
      '云川热力：提及 236 条（前一段 190 条），负面 88 条，占 37.3%（31.4%–43.6%，前一段 17.9%）。',
      '说得最多：河西区停暖（48 条，负面 40 条）。',
      '2 个来源读不到，数字可能偏少。',
      '11月26日 08:00 至 11月27日 08:00。',
    ]);
  });

  test('of more watches and alerts than it names, all in its subject and the rest in a line', () => {
    const watches = Array.from({ length: 20 }, (_, n) => ({
      name: `门店${n + 1}`,
      mentions: n < 12 ? 50 : 200,
      negative: n < 12 ? 40 : 0,
      mentionsBefore: 0,
      negativeBefore: 0,
    }));
    const alerts = Array.from({ length: 14 }, (_, n) => ({
      alertId: n,
      level: n < 1 ? ('II' as const) : ('IV' as const),
      status: 'open' as const,
      sentence: `门店${n + 1}：近 1 小时负面 86 条。`,
    }));
    const told = notice(briefOf(watches, alerts));
    const { subject, lines } = briefView(told, 'http://desk.example');
    expect(subject).toBe('早报 11月27日：14 条预警（1 橙 13 蓝），提及 2200 条，负面 21.8%');
    expect(lines.filter((line) => line.startsWith('门店'))).toHaveLength(12);
    expect(lines[12]).toBe('还有 2 条预警（2 蓝）。');
    expect(lines.slice(-3, -1)).toEqual([
      '还有 8 个方案：提及 1600 条，负面 0 条。',
      '合计是各方案相加：一条内容命中几个方案，就计几次。',
    ]);
    expect(told.brief.watches).toHaveLength(12);
    const few = briefView(notice(briefOf(watches.slice(0, 12), alerts.slice(0, 12))), 'http://desk.example');
    expect(few.lines.join()).not.toContain('还有');
  });

  test('no share of a handful of posts', () => {
    const { subject, lines } = briefView(
      notice({ watches: [{ ...heat, mentions: 3, negative: 2, mentionsBefore: 4 }] }),
      'http://desk.example',
    );
    expect(subject).toBe('早报 11月27日：没有预警，提及 3 条');
    expect(lines[0]).toBe('云川热力：提及 3 条（前一段 4 条），负面 2 条。');
  });

  test('in the evening it is of the evening, and where nothing happened it says so', () => {
    const evening = {
      ...notice({ watches: [{ ...heat, mentions: 0 }] }),
      at: at('2026-11-27T18:00:00+08:00'),
    };
    expect(isQuiet(evening)).toBe(true);
    expect(briefView(evening, 'http://desk.example')).toMatchObject({
      subject: '晚报 11月27日：没有新情况',
      lines: ['11月26日 08:00 至 11月27日 08:00。'],
    });
  });
});
