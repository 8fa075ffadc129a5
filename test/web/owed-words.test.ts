import { expect, test } from 'vitest';
import { en } from '../../web/words/en.ts';
import { owedSentence } from '../../web/words/owed-words.ts';
import { zh } from '../../web/words/zh.ts';

const HOUR = 3_600_000;
/** 08:00 in China. */
const NOW = Date.UTC(2026, 10, 22);
const moment = (at: number): string => `on ${new Date(at).getUTCDate()}`;
const owed = [
  { what: 'judge', dueAt: NOW - HOUR },
  { what: 'report', dueAt: NOW + HOUR },
  { what: 'answer', dueAt: NOW + 24 * HOUR },
] as const;

test('what a level obliges to is told with its clock: what is late, what is due today, what on another day', () => {
  expect(owedSentence({ level: 'I', owed }, NOW, moment, zh)).toBe(
    '红级：研判已过时限 07:00，09:00 前上报，on 23 前回应',
  );
  expect(owedSentence({ level: 'I', owed }, NOW, moment, en)).toMatch(
    /^Red: assess overdue since 07:00, report by 09:00, respond by on 23$/,
  );
});

test('where nothing is owed nothing is said', () => {
  expect(owedSentence({ level: 'IV', owed: [] }, NOW, moment, zh)).toBeNull();
});
