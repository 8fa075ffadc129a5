import { beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../../../server/core/playbook/condition.ts';
import type { Condition, Playbook } from '../../../server/core/playbook/playbook.ts';
import type { Claim, Series } from '../../../server/core/series/series.ts';
import { metricsOf } from '../../../server/core/situation/metrics.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { poissonDraw, seeded } from '../../support/random.ts';
import { allPlaybooks, makeClaim } from '../alert/make-alert.ts';
import { MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const NOON = MONDAY + 12 * HOUR;
const START = MONDAY - 28 * DAY;

/** Of a hundred thousand posts about a large company, how many tell of this; what is misread is told among them. */
const SAID: Readonly<Record<string, number>> = {
  'sev.death': 60,
  'sev.injury': 150,
  'sev.food_poisoning': 100,
  'sev.fire_explosion': 120,
  'sev.fraud': 400,
  'sev.discrimination': 100,
  'sev.privacy_leak': 120,
  'sev.labor': 300,
  'sev.official': 300,
  'sev.vulnerable': 800,
  'sev.sexual_violence': 70,
  'sev.outage': 700,
  'intent.rumour': 1_000,
  'intent.boycott_churn': 1_500,
  exec: 600,
  'touch.heating': 2_000,
  'touch.transport': 2_000,
  'touch.billing': 4_000,
  'servqual.assurance': 1_500,
  'servqual.empathy': 1_500,
  'source.official': 100,
};

/** A day of a watch: three days of every fact, drawn; `more` people tell of some facts today. */
function day(usual: number, seed: number, more: Readonly<Record<string, number>> = {}): Claim[] {
  const random = seeded(seed);
  return Object.entries(SAID).flatMap(([fact, share]) => {
    const mean = (usual * share) / 100_000;
    const today = poissonDraw(random, mean) + (more[fact] ?? 0);
    const before = poissonDraw(random, 2 * mean);
    return today + before === 0 ? [] : [makeClaim(fact, today, { posts72h: today + before })];
  });
}

/** The same without what is said of small and of large watches. */
function asWritten(condition: Condition): Condition {
  if ('any' in condition) return { any: condition.any.map(asWritten) };
  if ('all' in condition) return { all: condition.all.map(asWritten) };
  const { m, op, v } = condition;
  return { m, op, v };
}

let playbooks: Playbook[] = [];
beforeAll(async () => {
  playbooks = await allPlaybooks();
});

function calledFor(series: Series, triggers = (playbook: Playbook) => playbook.triggers): string[] {
  const metrics = metricsOf(series, [], {}, NOON);
  return playbooks.filter((each) => evaluate(triggers(each), metrics).holds).map(({ id }) => id);
}

/** Days on which nothing happened, and the playbooks that were called for on them. */
function quietDays(usual: number, triggers?: (playbook: Playbook) => Condition): number {
  const base = seriesAt(said.get(usual) ?? [], NOON, START, {});
  const days = Array.from({ length: 60 }, (_, seed) => ({
    ...base,
    claims: day(usual, seed + 1),
    areas6h: 4,
  }));
  return days.filter((series) => calledFor(series, triggers).length > 0).length;
}

const SMALL = 5;
const LARGE = 5_000;
const said = new Map(
  [SMALL, LARGE].map((usual) => [usual, posts({ rate: usual / 24, seed: 3, from: START, to: NOON })]),
);

/** What each crisis is told by, and the playbook that is there for it. */
const CRISES: readonly (readonly [id: string, facts: readonly string[]])[] = [
  ['PB03', ['sev.outage']],
  ['PB03', ['touch.heating']],
  ['PB03', ['touch.transport']],
  ['PB07', ['touch.billing']],
  ['PB07', ['touch.billing', 'sev.fraud']],
  ['PB04', ['sev.privacy_leak']],
  ['PB06', ['intent.rumour']],
  ['PB06', ['intent.rumour', 'sev.death']],
  ['PB02', ['servqual.assurance']],
  ['PB02', ['servqual.empathy']],
  ['PB05', ['sev.labor']],
  ['PB09', ['sev.fire_explosion']],
  ['PB09', ['sev.death']],
  ['PB01', ['sev.food_poisoning']],
  ['PB08', ['exec']],
];

function missed(
  usual: number,
  people: (fact: string) => number,
  triggers?: (playbook: Playbook) => Condition,
) {
  const loud = Math.max(6, usual / 10);
  const crowd = peak(loud, NOON, 50, true);
  const base = seriesAt([...(said.get(usual) ?? []), ...crowd], NOON, START, {});
  return CRISES.filter(([id, facts]) => {
    const claims = day(usual, 99, Object.fromEntries(facts.map((fact) => [fact, people(fact)])));
    const six = {
      ...base.lastSixHours,
      negative: base.lastSixHours.total,
      negativeAuthors: base.lastSixHours.total,
    };
    return !calledFor({ ...base, claims, areas6h: 4, lastSixHours: six }, triggers).includes(id);
  }).map(([id, facts]) => `${id} ${facts.join(' ')}`);
}

const written = ({ triggers }: Playbook) => asWritten(triggers);

describe('a watch with five posts a day', () => {
  test('six people are enough for every playbook; as written most would never be called', () => {
    expect(missed(SMALL, () => 6)).toEqual([]);
    expect(missed(SMALL, () => 6, written).length).toBeGreaterThanOrEqual(8);
  });

  test('a usual day calls for none', () => expect(quietDays(SMALL)).toBeLessThanOrEqual(1));
});

describe('a watch with five thousand posts a day', () => {
  test('a usual day calls for a playbook in one of twenty at most; as written on every day', () => {
    expect(quietDays(LARGE)).toBeLessThanOrEqual(3);
    expect(quietDays(LARGE, written)).toBeGreaterThanOrEqual(55);
  });

  test('what four times as many tell as usual, and forty at least, calls for its playbook', () => {
    const people = (fact: string) => Math.max(40, (4 * LARGE * (SAID[fact] ?? 0)) / 100_000);
    expect(missed(LARGE, people)).toEqual([]);
  });

  test('the second day of a crisis is one, too: what the day before held does not make it usual', () => {
    const base = seriesAt(said.get(LARGE) ?? [], NOON, START, {});
    const claims = [makeClaim('sev.outage', 900, { posts24h: 900, posts72h: 2_500 })];
    expect(calledFor({ ...base, claims })).toContain('PB03');
  });
});
