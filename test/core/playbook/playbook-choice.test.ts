import { describe, expect, test } from 'vitest';
import { evaluate, reasonOf, reasonText } from '../../../server/core/playbook/condition.ts';
import type { Condition } from '../../../server/core/playbook/playbook.ts';
import { choosePlaybooks, nearestPlaybook } from '../../../server/core/playbook/playbook-choice.ts';
import { allPlaybooks } from '../alert/make-alert.ts';

const many: Condition = { m: 'a', op: '>=', v: 10 };
const low: Condition = { m: 'rank', op: '<=', v: 10 };

describe('conditions', () => {
  test('tell by which comparisons they hold, with what was observed', () => {
    const verdict = evaluate({ any: [many, { all: [many, low] }] }, { a: 12 });
    expect(verdict.holds).toBe(true);
    expect(verdict.reasons.map(reasonText)).toEqual(['a 12 >= 10']);
  });

  test('a metric that is not known makes its comparison false, whatever the operator', () => {
    expect(evaluate(low, {}).holds).toBe(false);
    expect(evaluate({ all: [many, low] }, { a: 12 })).toEqual({ holds: false, reasons: [] });
  });

  test('empty groups hold for nothing', () => {
    expect(evaluate({ all: [] }, {}).holds).toBe(false);
    expect(evaluate({ any: [] }, {}).holds).toBe(false);
  });

  test('a reason survives being stored as text', () => {
    const reason = { metric: 'sev.outage.authors_24h', op: '>=', threshold: 10, observed: 12.5 };
    expect(reasonOf(reasonText(reason))).toEqual(reason);
    expect(reasonOf('something else')).toBeNull();
  });
});

describe('choice', () => {
  test('the graver playbook comes first, then the one further over its threshold', async () => {
    const playbooks = await allPlaybooks();
    const ids = (metrics: Record<string, number>) =>
      choosePlaybooks(playbooks, metrics).map((c) => c.playbook.id);
    expect(ids({ 'sev.outage.authors_24h': 200, 'record.dead': 1 })).toEqual(['PB09', 'PB03']);
    expect(
      ids({ 'sev.outage.authors_24h': 12, 'sev.privacy_leak.authors_24h': 5, 'record.outage_minutes': 60 }),
    ).toEqual(['PB03', 'PB04']);
    expect(ids({})).toEqual([]);
  });

  test('the order of the folder does not matter', async () => {
    const playbooks = await allPlaybooks();
    const metrics = {
      'sev.discrimination.authors_24h': 4,
      'sev.outage.authors_24h': 12,
      'record.penalty_notice': 1,
    };
    expect(choosePlaybooks([...playbooks].reverse(), metrics)).toEqual(choosePlaybooks(playbooks, metrics));
  });

  test('while no trigger holds, the nearest playbook is offered with how far off it is', async () => {
    const playbooks = await allPlaybooks();
    const nearest = nearestPlaybook(playbooks, { 'sev.outage.authors_24h': 6, 'sev.fraud.authors_24h': 1 });
    expect(nearest?.playbook.id).toBe('PB03');
    expect(nearest?.because).toEqual(['sev.outage.authors_24h 6 >= 10']);
    expect(nearestPlaybook(playbooks, { 'sev.outage.authors_24h': 1 })).toBeNull();
    expect(nearestPlaybook(playbooks, {})).toBeNull();
  });
});
