import { describe, expect, test } from 'vitest';
import type { Alert, AlertDraft } from '../../../server/core/alert/alert.ts';
import { reconcile } from '../../../server/core/situation/reconcile.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { makeAlert, makeDraft, makeFinding } from '../alert/make-alert.ts';
import { MONDAY } from '../series/make-series.ts';

const claim = (category: string, weight: number, authors: number) =>
  makeFinding({
    detector: 'severity',
    key: `sev.${category}`,
    observed: authors,
    baseline: { kind: 'rule' },
    facts: { category, weight },
  });
const poisoned = (authors: number) => claim('food_poisoning', 0.85, authors);
const saying = (...findings: AlertDraft['findings']) => makeDraft({ findings });

/** An open alert through passes of ten minutes. @returns it, and what was told at which pass */
function through(drafts: readonly AlertDraft[], start: Alert) {
  let alert = start;
  const told: [number, string][] = [];
  drafts.forEach((draft, i) => {
    for (const { kind, draft: next } of reconcile([alert], draft, MONDAY + i * 10 * MINUTE)) {
      alert = { ...alert, ...next };
      if (kind !== 'refreshed') told.push([i, kind]);
    }
  });
  return { alert, told };
}

describe('how many make a severe claim', () => {
  const one = makeAlert({ ...saying(poisoned(1)) });

  test('five times as many as were told of, five at least, are told once', () => {
    const crowd = [1, 2, 4, 4, 5, 5, 8, 14].map((authors) => saying(poisoned(authors)));
    const { told, alert } = through(crowd, one);
    expect(told).toEqual([[4, 'graver']]);
    // Another growth step is five times what was told then.
    expect(
      through(
        [24, 25, 26].map((n) => saying(poisoned(n))),
        alert,
      ).told,
    ).toEqual([[1, 'graver']]);
  });

  test('what ebbs and swells again is not told again', () => {
    const swell = [5, 2, 1, 5, 9, 0, 9].map((n) => (n === 0 ? makeDraft() : saying(poisoned(n))));
    expect(through(swell, one).told).toEqual([[0, 'graver']]);
  });

  test('three of whom there was one, and six of whom there were two, are no crowd', () => {
    expect(through([saying(poisoned(3))], one).told).toEqual([]);
    expect(through([saying(poisoned(6))], makeAlert({ ...saying(poisoned(2)) })).told).toEqual([]);
  });

  test('bad food is told again once somebody fell ill of it, and once many did, and not when that ebbs', () => {
    const harmed = (harm: number) => {
      const finding = poisoned(1);
      return saying({ ...finding, facts: { ...finding.facts, ...(harm > 0 && { harm, harmed: 1 }) } });
    };
    expect(through([0, 1, 1, 0, 1, 2, 2, 3, 1, 3].map(harmed), one).told).toEqual([
      [1, 'graver'],
      [5, 'graver'],
      [7, 'graver'],
    ]);
    const fire = saying(claim('fire_explosion', 0.9, 1));
    expect(through([harmed(3)], makeAlert({ ...fire })).told).toEqual([]);
  });

  test('a further claim as severe is told once five make it; one without lives at stake never is', () => {
    const hurt = (n: number) => saying(poisoned(1), claim('injury', 0.85, n));
    expect(through([hurt(1), hurt(4), hurt(5), hurt(6)], one).told).toEqual([[2, 'graver']]);
    expect(through([saying(poisoned(1), claim('outage', 0.55, 40))], one).told).toEqual([]);
  });

  test('whatever rang told of them', () => {
    const risk = { ...makeDraft().risk, index: 75, level: 'II' as const };
    const higher = { ...saying(poisoned(6)), level: 'II' as const, risk };
    expect(through([higher, higher, higher], one).told).toEqual([[0, 'raised']]);
  });

  test('a closed alert opens anew for a crowd, unless whoever closed it saw one', () => {
    const closed = (n: number) =>
      makeAlert({ ...saying(poisoned(n)), status: 'closed', closedAt: MONDAY - 10 * MINUTE });
    const crowd = saying(poisoned(14));
    expect(reconcile([closed(1)], crowd, MONDAY)).toMatchObject([{ kind: 'opened' }]);
    expect(reconcile([closed(12)], crowd, MONDAY)).toEqual([]);
    const told = { ...closed(12), risk: { ...closed(12).risk, claimed: { 'sev.food_poisoning': 1 } } };
    expect(reconcile([told], crowd, MONDAY)).toEqual([]);
  });
});
