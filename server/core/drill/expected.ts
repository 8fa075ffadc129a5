import { SLA_MINUTES } from '../playbook/crisis-desk.ts';
import { dueAt, type LevelSpan, levelSpans } from '../review/clock.ts';
import { type Level, rankOf } from '../risk/grade.ts';
import { MINUTE } from '../time.ts';
import { comesAt, type Done, type Drill, doneOf } from './drill.ts';
import { checkWords, type DrillFault, earlyIn, lackingIn } from './drill-statement.ts';
import type { Ability, Claim, Inject, Question, Scenario } from './scenario.ts';

/** What is expected of the team; `words` and `facts` are of its first statement. */
export type ExpectedRef =
  | { readonly kind: 'acknowledged' | 'playbook' | 'statement' | 'words' | 'facts' }
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'step'; readonly no: number }
  | { readonly kind: 'answer'; readonly inject: string }
  | { readonly kind: 'claim'; readonly claim: string };

/** `above`: a level graver than it was. `detour`: another playbook came first. */
export interface LineFault {
  readonly kind: DrillFault['kind'] | 'above' | 'detour';
  readonly words: string;
}

/** Times in drill milliseconds. */
export interface Expected {
  readonly ref: ExpectedRef;
  readonly ability: Ability;
  readonly weight: number;
  /** Since when it could be done. */
  readonly from: number;
  readonly dueAt: number;
  /** It costs points to be late. */
  readonly timed: boolean;
  readonly doneAt: number | null;
  readonly by: string | null;
  /** How far what was done is right, 0..1. */
  readonly right: number;
  readonly faults: readonly LineFault[];
}

const LEVEL_WITHIN = 10 * MINUTE;
const PLAYBOOK_WITHIN = 15 * MINUTE;
const CLAIM_WITHIN = 15 * MINUTE;
const REVIEWING = '复盘';
/** What a fault of the wording costs, and a claim that is stated as a fact. */
const [COST_OF_WORDING, COST_OF_EARLY] = [0.25, 0.5];

const ABILITY_OF_PHASE: Readonly<Record<string, Ability>> = {
  研判: 'sense',
  上报: 'rule',
  核实: 'line',
  口径: 'line',
  回应: 'pace',
  处置: 'team',
  跟踪: 'sense',
};

/** The levels it truly had: who grades it too low gets no more time by it. */
export function spansOf({ levels }: Scenario): readonly LevelSpan[] {
  const [first, ...rises] = levels;
  if (first === undefined) return [];
  const moves = rises.map(({ at, level }) => ({ at: at * MINUTE, to: level, fell: false }));
  return levelSpans({ at: 0, level: first.level }, moves);
}

/** When a clock of `SLA_MINUTES` ran out, by the levels it truly had. */
export function slaDue(scenario: Scenario, phase: string, doneAt: number | null): number | null {
  return dueAt(spansOf(scenario), (level) => SLA_MINUTES[level][phase] ?? null, doneAt);
}

const none = { timed: true, doneAt: null, by: null, right: 1, faults: [] } as const;
const doneBy = (done: Pick<Done<'note'>, 'drillAt' | 'by'> | undefined) =>
  done ? { doneAt: done.drillAt, by: done.by } : { doneAt: null, by: null };

/** All that a good team does in this drill, with what this one did. */
export function expectedOf(drill: Drill): readonly Expected[] {
  const { scenario } = drill.plan;
  const asked = scenario.injects.flatMap((inject) =>
    inject.ask ? [answerTo(drill, inject, inject.ask)] : [],
  );
  return [
    acknowledging(drill),
    ...scenario.levels.map((_, stage) => levelling(drill, stage)),
    choosing(drill),
    ...stepsOf(drill),
    ...asked,
    ...scenario.claims.flatMap((claim) => settling(drill, claim)),
    ...stating(drill),
  ];
}

function acknowledging({ plan: { scenario }, events }: Drill): Expected {
  const [first] = doneOf(events, 'acknowledged');
  const due = slaDue(scenario, '研判', first?.drillAt ?? null) ?? scenario.minutes * MINUTE;
  const ref = { kind: 'acknowledged' } as const;
  return { ...none, ref, ability: 'pace', weight: 2, from: 0, dueAt: due, ...doneBy(first) };
}

function levelling({ plan: { scenario }, events }: Drill, stage: number): Expected {
  const { level, at } = scenario.levels[stage] ?? { level: 'IV', at: 0 };
  const from = at * MINUTE;
  const set = doneOf(events, 'level');
  const before = set.findLast(({ drillAt }) => drillAt <= from);
  const enough = (done: Done<'level'> | undefined) =>
    done !== undefined && rankOf(done.act.level) >= rankOf(level);
  const done = enough(before) ? before : set.find((each) => each.drillAt > from && enough(each));
  const doneAt = done ? Math.max(from, done.drillAt) : null;
  const truth = scenario.levels.findLast((each) => each.at * MINUTE <= (doneAt ?? from))?.level ?? level;
  const above = done !== undefined && rankOf(done.act.level) > rankOf(truth);
  return {
    ...none,
    ref: { kind: 'level', level },
    ability: 'sense',
    weight: 2,
    from,
    dueAt: from + LEVEL_WITHIN,
    doneAt,
    by: done?.by ?? null,
    right: above ? 0.5 : 1,
    faults: above && done ? [{ kind: 'above', words: done.act.level }] : [],
  };
}

function choosing({ plan, events }: Drill): Expected {
  const chosen = doneOf(events, 'playbook');
  const wrong = chosen.findLastIndex(({ act }) => act.playbook !== plan.playbook.id);
  const last = chosen[wrong + 1] ?? chosen.at(-1);
  const right = last?.act.playbook === plan.playbook.id;
  const detours = new Set(chosen.slice(0, wrong + 1).map(({ act }) => act.playbook));
  return {
    ...none,
    ref: { kind: 'playbook' },
    ability: 'sense',
    weight: 3,
    from: 0,
    dueAt: PLAYBOOK_WITHIN,
    ...doneBy(last),
    right: Number(right),
    faults: [...detours].map((words) => ({ kind: 'detour', words })),
  };
}

/** Of the steps of the playbook that fits those that are due while the drill lasts. */
function stepsOf({ plan: { scenario, playbook }, events }: Drill): readonly Expected[] {
  const spans = spansOf(scenario);
  const ticks = doneOf(events, 'step').filter(({ act }) => act.playbook === playbook.id);
  return playbook.steps
    .filter(({ mandatory, phase }) => mandatory && phase !== REVIEWING)
    .flatMap(({ no, phase, deadlineMinutes }) => {
      const own = ticks.filter(({ act }) => act.no === no);
      const tick = own[own.findLastIndex(({ act }) => !act.done) + 1];
      const due = dueAt(spans, (level) => deadlineMinutes[level], tick?.drillAt ?? null);
      if (due === null || due > scenario.minutes * MINUTE) return [];
      const ability = ABILITY_OF_PHASE[phase] ?? 'team';
      const ref = { kind: 'step', no } as const;
      return [{ ...none, ref, ability, weight: 1, from: 0, dueAt: due, ...doneBy(tick) }];
    });
}

function answerTo({ events }: Drill, { id, at }: Inject, ask: Question): Expected {
  const answer = doneOf(events, 'answer').findLast(({ act }) => act.inject === id);
  const chosen = ask.options.filter((_, place) => answer?.act.options.includes(place));
  const good = chosen.filter(({ right }) => right).length;
  const all = ask.options.filter(({ right }) => right).length;
  return {
    ...none,
    ref: { kind: 'answer', inject: id },
    ability: ask.ability,
    weight: ask.weight,
    from: at * MINUTE,
    dueAt: (at + ask.within) * MINUTE,
    ...doneBy(answer),
    right: Math.max(0, (good - (chosen.length - good)) / Math.max(1, all)),
  };
}

/** A claim is held for what it is once it is settled, and for nothing before. */
function settling({ plan: { scenario }, events }: Drill, claim: Claim): readonly Expected[] {
  const set = doneOf(events, 'claim').filter(({ act }) => act.claim === claim.id);
  const settled = comesAt(scenario, claim.settledBy);
  const guess = set.find(({ drillAt, act }) => drillAt < settled && act.state !== 'unverified');
  const ref = { kind: 'claim', claim: claim.id } as const;
  const base = { ...none, ref, ability: 'line' as const, weight: 1 };
  const early = [{ kind: 'early' as const, words: claim.text }];
  if (claim.truth === null) {
    const from = comesAt(scenario, claim.raisedBy);
    return guess
      ? [{ ...base, from, dueAt: from, timed: false, ...doneBy(guess), right: 0, faults: early }]
      : [];
  }
  const held = set.find(({ drillAt, act }) => drillAt >= settled && act.state === claim.truth);
  const when = { from: settled, dueAt: settled + CLAIM_WITHIN };
  if (guess) return [{ ...base, ...when, ...doneBy(guess), right: 0, faults: early }];
  const last = held ?? set.findLast(({ drillAt }) => drillAt >= settled);
  return [{ ...base, ...when, ...doneBy(last), right: Number(held !== undefined) }];
}

function stating({ plan: { scenario }, events }: Drill): readonly Expected[] {
  const [first] = doneOf(events, 'statement');
  const by = scenario.statement.by * MINUTE;
  const due = Math.min(by, slaDue(scenario, '首次回应', first?.drillAt ?? null) ?? by);
  const checked = first ? checkWords(first.act) : [];
  const wording = [
    ...checked.filter(({ kind }) => kind !== 'personal'),
    ...(first ? lackingIn(scenario, first.act) : []),
  ];
  const personal = checked.filter(({ kind }) => kind === 'personal');
  const early = first ? earlyIn(scenario, first.act, first.drillAt) : [];
  const base = { ...none, from: 0, dueAt: due, ...doneBy(first) };
  const kept = personal.length > 0 ? 0 : Math.max(0, 1 - COST_OF_EARLY * early.length);
  const said = Math.max(0, 1 - COST_OF_WORDING * wording.length);
  return [
    { ...base, ref: { kind: 'statement' }, ability: 'pace', weight: 4 },
    {
      ...base,
      ref: { kind: 'words' },
      ability: 'line',
      weight: 4,
      timed: false,
      right: said,
      faults: wording,
    },
    {
      ...base,
      ref: { kind: 'facts' },
      ability: 'rule',
      weight: 4,
      timed: false,
      right: kept,
      faults: [...personal, ...early],
    },
  ];
}
