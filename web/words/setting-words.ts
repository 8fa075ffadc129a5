import type { RiskSetting } from '../api/risk.ts';
import type { Words } from './zh.ts';

/** What differs between two settings, in words: `突发 20% → 25%`. In the order of the form. */
export function settingChanges(before: RiskSetting, after: RiskSetting, words: Words): readonly string[] {
  return [
    ...changesIn(before.weights, after.weights, (name) => words.codes.component[name], percentOf, words),
    ...changesIn(
      before.thresholds,
      after.thresholds,
      (name) => words.risk.threshold(words.codes.level[name]),
      String,
      words,
    ),
    ...changesIn(before.overrides, after.overrides, (name) => words.risk.override[name], onOff(words), words),
    ...changesIn(
      plainPart(before.sensitivity),
      plainPart(after.sensitivity),
      (name) => words.risk[name],
      (value) => (typeof value === 'number' && value < 1 ? percentOf(value) : String(value)),
      words,
    ),
    ...changesIn(
      before.sensitivity.severityAuthors,
      after.sensitivity.severityAuthors,
      (name) => words.codes.severity[name],
      String,
      words,
    ),
    ...changesIn(
      { margin: before.hysteresis.margin },
      { margin: after.hysteresis.margin },
      () => words.risk.margin,
      String,
      words,
    ),
    ...changesIn(
      before.hysteresis.holdMinutes,
      after.hysteresis.holdMinutes,
      (name) => (name === 'IV' ? words.risk.holdClose : words.risk.hold(words.codes.level[name])),
      (value) => words.risk.minutes(String(value)),
      words,
    ),
  ];
}

function plainPart({ severityAuthors: _, ...rest }: RiskSetting['sensitivity']) {
  return rest;
}

const percentOf = (value: unknown): string => `${Math.round(Number(value) * 1_000) / 10}%`;

const onOff =
  (words: Words) =>
  (value: unknown): string => {
    const { on, limit } = value as { on: boolean; limit: number | null };
    if (!on) return words.risk.off;
    return limit === null ? words.risk.on : String(limit);
  };

function changesIn<T extends object>(
  before: T,
  after: T,
  nameOf: (name: keyof T) => string | undefined,
  said: (value: unknown) => string,
  words: Words,
): readonly string[] {
  return (Object.keys(after) as (keyof T)[]).flatMap((name) => {
    const [old, now] = [said(before[name]), said(after[name])];
    return old === now ? [] : [words.risk.changedTo(nameOf(name) ?? String(name), old, now)];
  });
}
