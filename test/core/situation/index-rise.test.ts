import { beforeAll, describe, expect, test } from 'vitest';
import { sentence } from '../../../server/core/message/alert-words.ts';
import type { Playbook } from '../../../server/core/playbook/playbook.ts';
import { reconcile } from '../../../server/core/situation/reconcile.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import severity from '../../../server/detectors/severity.ts';
import { allPlaybooks, draftFrom, makeAlert, makeClaim, makeFinding } from '../alert/make-alert.ts';
import { MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const NOON = MONDAY + 12 * HOUR;
/** Known for five days: nobody can say what is usual yet. */
const YOUNG = NOON - 5 * DAY;
let playbooks: Playbook[] = [];
beforeAll(async () => {
  playbooks = await allPlaybooks();
});

function draft(complaints: number, hurt: number, since = YOUNG) {
  const said = [
    ...posts({ rate: 1, seed: 8, from: since, to: NOON, negativeShare: 0.05 }),
    ...peak(complaints, NOON, 50, true),
  ];
  const claims = hurt > 0 ? [makeClaim('sev.injury', hurt, { examples: [7] })] : [];
  const series = seriesAt(said, NOON, since, { claims, reach24h: 2e4, topVoice: 'forum', examples: [5, 6] });
  const findings = [nbTail, severity].flatMap((detector) => detector.detect(series, NOON));
  return draftFrom({ series, findings, playbooks, records: {}, now: NOON });
}

describe('an index that complaints of the last hours lift', () => {
  test('is told by them, and shown by their posts, before a claim of yesterday', () => {
    const made = draft(9, 1);
    expect(made?.findings.map(({ detector }) => detector)).toEqual(['index-rise', 'severity']);
    expect(sentence(made ?? { findings: [] }, '一院')).toMatch(
      /^一院：近 6 小时负面 \d+ 条，占 [\d.]+%，近 1 小时相关内容 \d+ 条；24 小时内 1 个账号提到人身伤害（未核实）。$/,
    );
    expect(made?.examples).toEqual([5, 6, 7]);
  });

  test('needs no such word where a count says so, where they make the claim, or where they are few', () => {
    expect(draft(9, 1, NOON - 28 * DAY)?.findings.map(({ detector }) => detector)).toContain('nb-tail');
    expect(draft(9, 1, NOON - 28 * DAY)?.findings.map(({ detector }) => detector)).not.toContain(
      'index-rise',
    );
    expect(draft(9, 8)?.findings.map(({ detector }) => detector)).toEqual(['severity']);
    expect(draft(1, 1)?.findings.map(({ detector }) => detector)).toEqual(['severity']);
  });

  test('opens nothing by itself, and is no news after somebody closed the alert', () => {
    expect(draft(9, 0)).toBeNull();
    const made = draft(9, 1);
    if (made === null) throw new Error('no draft');
    const closedAt = NOON - 8 * HOUR;
    const claim = made.findings.filter(({ detector }) => detector === 'severity');
    const closed = makeAlert({ ...made, findings: claim, openedAt: closedAt, closedAt, status: 'closed' });
    expect(reconcile([closed], made, NOON)).toEqual([]);
    const fresh = makeFinding({ detector: 'copy-storm', key: 'copy-storm', baseline: { kind: 'rule' } });
    expect(reconcile([closed], { ...made, findings: [...made.findings, fresh] }, NOON)).toHaveLength(1);
  });
});
