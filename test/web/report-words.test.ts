import { describe, expect, test } from 'vitest';
import { TOUCHPOINT_WORDS } from '../../server/core/reading/touchpoint-words.ts';
import {
  BROKEN_WORDS,
  CLAIM_WORDS,
  INTENT_WORDS,
  SERVQUAL_WORDS,
} from '../../server/core/report/report-words.ts';
import { VERDICT_WORDS } from '../../server/core/report/sections/fixes.ts';
import { UNIT_WORDS } from '../../server/core/report/sections/gaps.ts';
import { STAGE_WORDS } from '../../server/core/report/sections/stories.ts';
import { draftOf, periodWords } from '../../web/words/report-words.ts';
import { zh } from '../../web/words/zh.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
const formats = { day: (moment: number) => `d${moment}`, moment: (moment: number) => `m${moment}` };

test('a report names things as the pages do', () => {
  expect(TOUCHPOINT_WORDS).toEqual(zh.codes.touchpoint);
  expect(SERVQUAL_WORDS).toEqual(zh.codes.servqual);
  expect(INTENT_WORDS).toEqual(zh.codes.intent);
  expect(CLAIM_WORDS).toEqual(zh.codes.severity);
  expect(BROKEN_WORDS).toEqual(zh.service.broken);
  expect(UNIT_WORDS).toEqual(zh.service.gap.units);
  expect(VERDICT_WORDS).toEqual(zh.service.fix.verdicts);
  expect(STAGE_WORDS).toEqual(zh.stories.stages);
});

describe('what the form asks for', () => {
  const fields = { kind: 'weekly', watch: '', day: '', from: '', to: '' } as const;

  test('is the last week of all watches until something else is chosen', () => {
    expect(draftOf(fields)).toEqual({ kind: 'weekly', watchId: null });
    expect(draftOf({ ...fields, kind: 'daily', watch: '3', day: '2026-11-18' })).toEqual({
      kind: 'daily',
      watchId: 3,
      from: at('2026-11-18T00:00'),
    });
  });

  test('is nothing while a stretch lacks an end or ends before it begins', () => {
    const stretch = { ...fields, kind: 'custom', from: '2026-11-18T08:00', to: '2026-11-18T20:00' } as const;
    expect(draftOf(stretch)).toMatchObject({ from: at('2026-11-18T08:00'), to: at('2026-11-18T20:00') });
    expect(draftOf({ ...stretch, to: '' })).toBeNull();
    expect(draftOf({ ...stretch, to: stretch.from })).toBeNull();
  });

  test('is said in days where it holds whole ones, both included', () => {
    const week = { from: at('2026-11-16T00:00'), to: at('2026-11-23T00:00') };
    expect(periodWords(week, formats, zh)).toBe(`d${week.from} 至 d${at('2026-11-22T00:00')}`);
    expect(periodWords({ ...week, to: week.from + 86_400_000 }, formats, zh)).toBe(`d${week.from}`);
    expect(periodWords({ ...week, to: week.to - 1 }, formats, zh)).toBe(`m${week.from} 至 m${week.to - 1}`);
  });
});
