import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../../server/core/finding/finding.ts';
import type { Playbook } from '../../../server/core/playbook/playbook.ts';
import type { Series } from '../../../server/core/series/series.ts';
import { metricsOf } from '../../../server/core/situation/metrics.ts';
import { situationOf } from '../../../server/core/situation/situation.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import coldStart from '../../../server/detectors/cold-start.ts';
import hotList from '../../../server/detectors/hot-list.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import rumour from '../../../server/detectors/rumour.ts';
import severity from '../../../server/detectors/severity.ts';
import { allPlaybooks, draftFrom, makeClaim, makeFinding } from '../alert/make-alert.ts';
import { type FakePost, MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const START = MONDAY - 28 * DAY;
const NOON = MONDAY + 12 * HOUR;
const DETECTORS = [nbTail, severity, rumour, hotList, coldStart];
let playbooks: Playbook[] = [];
beforeAll(async () => {
  playbooks = await allPlaybooks();
});

const usual = posts({ rate: 2, seed: 8, from: START, to: NOON });

function at(extra: readonly FakePost[], more: Partial<Series> = {}, since = START): Series {
  return seriesAt([...usual, ...extra], NOON, since, more);
}

function draftOf(series: Series, records = {}, now = NOON) {
  const findings: readonly Finding[] = DETECTORS.flatMap((d) => d.detect(series, now));
  return draftFrom({ series, findings, playbooks, records, now });
}

describe('what opens an alert', () => {
  test('quiet opens none', () => {
    expect(draftOf(at([]))).toBeNull();
  });

  test('a high negative share alone opens none', () => {
    const always = posts({ rate: 2, seed: 8, from: START, to: NOON, negativeShare: 0.95 });
    expect(draftOf(seriesAt(always, NOON, START, { reach24h: 1e5 }))).toBeNull();
  });

  test('a busy hour of friendly posts is no alert, and the reason is named', () => {
    const series = at(peak(80, NOON, 50, false), { reach24h: 1e5 });
    const findings = nbTail.detect(series, NOON);
    expect(findings.length).toBeGreaterThan(0);
    const { risk } = situationOf({ series, findings, playbooks, records: {}, now: NOON });
    expect(risk.overrides).toContain('not-negative');
    expect(draftOf(series)).toBeNull();
  });

  test('a burst of negative posts opens one, with its numbers', () => {
    const draft = draftOf(
      at(peak(40, NOON, 50, true), { reach24h: 4e4, topVoice: 'forum', examples: [5, 6] }),
    );
    expect(draft?.level).toBe('III');
    expect(draft?.metrics.burst_s).toBeGreaterThan(3.5);
    expect(draft?.metrics.risk_index).toBe(draft?.risk.index);
    expect(draft?.examples).toEqual([5, 6]);
  });

  test('one person’s severe claim opens a blue one to be checked', () => {
    const draft = draftOf(at([], { claims: [makeClaim('sev.death', 1)] }));
    expect(draft).toMatchObject({ level: 'IV', risk: { overrides: ['severe-claim'] }, examples: [7] });
  });

  test('a grave claim that no trigger is near comes with the playbook for it, the gravest first', () => {
    const draftOfClaims = (...facts: string[]) =>
      draftOf(at([], { claims: facts.map((fact) => makeClaim(fact, 1)) }));
    expect(draftOfClaims('sev.fire_explosion')?.playbooks).toEqual(['PB09']);
    expect(draftOfClaims('sev.injury')?.playbooks).toEqual(['PB09']);
    expect(draftOfClaims('sev.sexual_violence', 'sev.fire_explosion')?.playbooks).toEqual(['PB09']);
    expect(draftOfClaims('sev.sexual_violence')?.playbooks).not.toEqual([]);
    const near = draftOf(
      at([], { claims: [makeClaim('sev.fire_explosion', 1), makeClaim('sev.outage', 4)] }),
    );
    expect(near?.playbooks).toEqual(['PB03']);
  });

  test('an outage over three districts calls for its playbook', () => {
    const claims = [makeClaim('sev.outage', 14), makeClaim('touch.heating', 20)];
    const draft = draftOf(
      at(peak(12, NOON, 50, true), { claims, areas6h: 3, reach24h: 2e4, topVoice: 'forum' }),
    );
    expect(draft?.playbooks[0]).toBe('PB03');
    expect(draft?.level).toBe('III');
  });

  test('deaths that are spoken of every day call for no playbook, clearly more do', () => {
    const of = (authors: number) => {
      const claim = makeClaim('sev.death', authors, { usual: { perDay: 9, most: 16, days: 27 } });
      return draftOf(at([], { claims: [claim] }));
    };
    expect(of(14)).toBeNull();
    expect(of(22)).toMatchObject({ level: 'II', playbooks: ['PB09'] });
  });

  test('a young watch: rules speak, and say that there is no baseline', () => {
    const young = NOON - 2 * DAY;
    const series = seriesAt(peak(30, NOON, 50, true), NOON, young, { reach24h: 1e5, topVoice: 'forum' });
    const draft = draftOf(series);
    expect(draft?.findings[0]?.baseline.kind).toBe('cold-start');
    expect(draft?.metrics.burst_s).toBeUndefined();
    expect(draft?.level).toBe('IV');
  });
});

describe('records people enter', () => {
  test('a confirmed death is red at once, without any new finding', () => {
    expect(draftOf(at([]), { dead: 1 })).toMatchObject({ level: 'I', playbooks: ['PB09'] });
  });

  test('records of nothing open nothing', () => {
    expect(draftOf(at([]), { dead: 0, affected_users: 0 })).toBeNull();
  });

  test('a playbook’s own rules lift the level and are named', () => {
    const claims = [makeClaim('sev.outage', 14)];
    const draft = draftOf(at([], { claims }), { affected_users: 25_000 });
    expect(draft).toMatchObject({ level: 'II', risk: { overrides: ['playbook:PB03'] } });
  });
});

describe('voices and lists', () => {
  test('central media lift it amid trouble, not by writing of a big name', () => {
    const claims = [makeClaim('source.central_media', 1)];
    const trouble = at(peak(40, NOON, 50, true), { claims, reach24h: 1e5 });
    expect(draftOf(trouble)?.risk.overrides).toContain('central-media');
    const friendly = [...peak(30, NOON, 50, false), ...peak(9, NOON, 50, true)];
    expect(draftOf(at(friendly, { claims }))?.risk.overrides ?? []).not.toContain('central-media');
  });

  test('a hot list topic is orange, a surely friendly one blue', () => {
    expect(draftOf(at(peak(8, NOON, 50, true), { hotRank: 3 }))?.level).toBe('II');
    expect(draftOf(at(peak(60, NOON, 50, false), { hotRank: 3 }))?.level).toBe('IV');
  });
});

describe('metrics', () => {
  test('a fact nobody stated is zero, what cannot be known is absent', () => {
    const values = metricsOf(at([]), [], { outage_minutes: 90, unheard_of: 3 }, NOON);
    expect(values['sev.outage.authors_24h']).toBe(0);
    expect(values).not.toHaveProperty('hot_rank');
    expect(values).not.toHaveProperty('suspected_bot_ratio_6h');
    expect(values).not.toHaveProperty('record.dead');
    expect(values).not.toHaveProperty('record.unheard_of');
    expect(values['record.outage_minutes']).toBe(90);
  });

  test('each claim lands under the names that playbooks use', () => {
    const claims = [
      makeClaim('sev.official', 2, { posts72h: 9 }),
      makeClaim('source.central_media', 1, { posts72h: 4 }),
      makeClaim('source.media', 3, { posts24h: 5 }),
      makeClaim('exec', 21),
      makeClaim('servqual.empathy', 8),
      makeClaim('touch.billing', 15),
      makeClaim('intent.rumour', 10),
    ];
    expect(metricsOf(at([], { claims }), [makeFinding()], {}, NOON)).toMatchObject({
      'sev.official.posts_72h': 9,
      'source.central_media_count_72h': 4,
      'source.media_count_24h': 5,
      exec_named_authors_24h: 21,
      'servqual.empathy.neg_authors_24h': 8,
      'touch.billing.neg_authors_24h': 15,
      'intent.rumour.authors_24h': 10,
      burst_s: 18.3,
    });
  });
});
