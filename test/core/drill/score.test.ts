import { describe, expect, test } from 'vitest';
import type { DrillEvent } from '../../../server/core/drill/drill.ts';
import { scoreOf } from '../../../server/core/drill/score.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { makeDrill } from './make-drill.ts';

type Act = DrillEvent['act'];
const END = 30;
const scored = (acts: readonly (readonly [number, Act])[], end = END) =>
  scoreOf(makeDrill(acts), { elapsed: end * MINUTE });
const line = (score: ReturnType<typeof scored>, kind: string, nth = 0) =>
  score.lines.filter(({ ref }) => ref.kind === kind)[nth];

const acknowledged: Act = { kind: 'acknowledged' };
const level = (of: 'IV' | 'III' | 'II' | 'I'): Act => ({ kind: 'level', level: of });
const playbook = (of: string): Act => ({ kind: 'playbook', playbook: of });
const step = (no: number, done = true, of = 'PB00'): Act => ({ kind: 'step', playbook: of, no, done });
const answer = (...options: number[]): Act => ({ kind: 'answer', inject: 'first', options });
const claim = (state: 'unverified' | 'verified' | 'disproved', of = 'burst'): Act => ({
  kind: 'claim',
  claim: of,
  state,
});
const statement = (body: string): Act => ({ kind: 'statement', title: '说明', body });

const BEST = [
  [1, acknowledged],
  [2, level('III')],
  [3, playbook('PB00')],
  [4, answer(0, 1)],
  [11, level('I')],
  [12, step(1)],
  [13, claim('verified')],
  [14, statement('已核实爆管。请拨热线。')],
  [15, step(2)],
] as const;

describe('the score of a drill', () => {
  test('is a hundred for whoever does everything right and in time', () => {
    const score = scored(BEST);
    expect(score.lines.filter(({ outcome }) => outcome !== 'on-time')).toEqual([]);
    expect([score.total, score.practise, score.left]).toEqual([100, [], 0]);
    expect(score.clocks.map(({ name, held }) => [name, held.state])).toEqual([
      ['confirmed', 'in-time'],
      ['reported', 'in-time'],
      ['answered', 'in-time'],
    ]);
  });

  test('is nothing for whoever does nothing, and says what to practise, the dearest first', () => {
    const score = scored([]);
    expect(score.total).toBe(0);
    expect(score.lines.every(({ outcome }) => outcome === 'missed')).toBe(true);
    const kinds = score.practise.map((place) => score.lines[place]?.ref.kind);
    expect(kinds.slice(0, 3)).toEqual(['statement', 'words', 'facts']);
  });

  test('is none where it was ended before anything was due', () => {
    const score = scored([], 0);
    expect([score.total, score.weight, score.lines]).toEqual([null, 0, []]);
    expect(score.abilities.every(({ share }) => share === null)).toBe(true);
    expect(score.left).toBeGreaterThan(0);
  });

  test('late costs up to half, by how late it was', () => {
    // The clock of yellow leaves 30 minutes, that of red ten since it was red: 20.
    const of = (minute: number) => line(scored([[minute, acknowledged]]), 'acknowledged');
    expect(of(20)).toMatchObject({ outcome: 'on-time', points: 2, lateMinutes: 0 });
    expect(of(25)).toMatchObject({ outcome: 'late', points: 1.75, lateMinutes: 5 });
    // Ten minutes for the level: from twenty late ones on it is half.
    const half = scored([
      [2, level('III')],
      [30, level('I')],
    ]);
    expect(line(half, 'level', 1)).toMatchObject({ outcome: 'late', points: 1, lateMinutes: 10 });
  });

  test('the clocks are those of the levels it truly had, whatever the team set', () => {
    const due = line(scored([[5, level('IV')]]), 'acknowledged')?.dueAt;
    expect(due).toBe(20 * MINUTE);
    // Step 1: yellow 20, red 10 + 5. Step 2: red 10 + 15. Step 3 is due long after the end and not asked for.
    const steps = scored([]).lines.filter(({ ref }) => ref.kind === 'step');
    expect(steps.map(({ dueAt }) => dueAt / MINUTE)).toEqual([15, 25]);
  });

  test('a level too low is none; one too grave is worth half; who rose ahead of time is in time', () => {
    expect(line(scored([[2, level('IV')]]), 'level')).toMatchObject({ outcome: 'missed' });
    const early = scored([[2, level('I')]]);
    expect(line(early, 'level')).toMatchObject({
      outcome: 'partly',
      points: 1,
      faults: [{ kind: 'above', words: 'I' }],
    });
    expect(line(early, 'level', 1)).toMatchObject({ outcome: 'on-time', doneAt: 10 * MINUTE, points: 2 });
  });

  test('of the playbooks the last one counts, from when it was chosen for good', () => {
    const changed = scored([
      [1, playbook('PB09')],
      [2, playbook('PB00')],
    ]);
    expect(line(changed, 'playbook')).toMatchObject({
      outcome: 'on-time',
      doneAt: 2 * MINUTE,
      faults: [{ kind: 'detour', words: 'PB09' }],
    });
    const left = scored([
      [1, playbook('PB00')],
      [2, playbook('PB09')],
    ]);
    expect(line(left, 'playbook')).toMatchObject({ outcome: 'wrong', points: 0 });
  });

  test.each([
    [[0, 1], 'on-time', 2],
    [[0], 'partly', 1],
    [[0, 1, 2], 'partly', 1],
    [[2], 'wrong', 0],
    [[0, 2], 'wrong', 0],
  ] as const)('options %j are %s', (options, outcome, points) => {
    expect(line(scored([[1, answer(...options)]]), 'answer')).toMatchObject({ outcome, points });
  });

  test('an answer may be changed: the last one counts, with its own time', () => {
    const score = scored([
      [1, answer(2)],
      [10, answer(0, 1)],
    ]);
    expect(line(score, 'answer')).toMatchObject({ outcome: 'late', lateMinutes: 5, points: 1 });
  });

  test('a step that was ticked and taken back is not done; one of another playbook is none of it', () => {
    expect(
      line(
        scored([
          [1, step(1)],
          [2, step(1, false)],
        ]),
        'step',
      ),
    ).toMatchObject({ outcome: 'missed' });
    expect(line(scored([[1, step(1, true, 'PB09')]]), 'step')).toMatchObject({ outcome: 'missed' });
    const again = scored([
      [1, step(1)],
      [2, step(1, false)],
      [3, step(1)],
      [4, step(1)],
    ]);
    expect(line(again, 'step')).toMatchObject({ outcome: 'on-time', doneAt: 3 * MINUTE });
  });

  test('who calls a claim true before anybody knows is wrong, though it turns out so', () => {
    expect(
      line(
        scored([
          [5, claim('verified')],
          [13, claim('verified')],
        ]),
        'claim',
      ),
    ).toMatchObject({
      outcome: 'wrong',
      points: 0,
      faults: [{ kind: 'early' }],
    });
    expect(line(scored([[13, claim('disproved')]]), 'claim')).toMatchObject({ outcome: 'wrong' });
    expect(
      line(
        scored([
          [5, claim('unverified')],
          [13, claim('verified')],
        ]),
        'claim',
      ),
    ).toMatchObject({
      outcome: 'on-time',
    });
    // One that nothing settles is asked of nobody, but to call it anything costs.
    expect(line(scored(BEST), 'claim', 1)).toBeUndefined();
    const guessed = scored([[5, claim('verified', 'dead')]]);
    expect(guessed.lines.find(({ faults }) => faults[0]?.words === '有人死亡')?.outcome).toBe('wrong');
  });

  test('the first statement is looked at for wording and for facts', () => {
    const score = scored([
      [5, statement('爆管了，我们会尽快修好。')],
      [6, statement('热线。')],
    ]);
    expect(line(score, 'statement')).toMatchObject({ outcome: 'on-time', points: 4 });
    expect(line(score, 'words')).toMatchObject({
      outcome: 'partly',
      points: 2,
      faults: [
        { kind: 'banned', words: '尽快' },
        { kind: 'lacking', words: '热线' },
      ],
    });
    // Nobody had verified it at minute five.
    expect(line(score, 'facts')).toMatchObject({
      points: 2,
      faults: [{ kind: 'early', words: '爆管' }],
    });
    const careful = scored([[5, statement('网传爆管，我们正在核查。请拨热线 13800138000。')]]);
    expect(line(careful, 'words')).toMatchObject({ outcome: 'on-time' });
    expect(line(careful, 'facts')).toMatchObject({ outcome: 'wrong', faults: [{ kind: 'personal' }] });
  });

  test('what was not due when somebody ended it is left out', () => {
    const score = scored(
      [
        [1, acknowledged],
        [2, level('III')],
      ],
      4,
    );
    expect(score.lines.map(({ ref }) => ref.kind)).toEqual(['level', 'acknowledged']);
    expect([score.total, score.left > 5]).toEqual([100, true]);
    const { share } = score.abilities.find(({ ability }) => ability === 'rule') ?? {};
    expect(share).toBe(null);
  });

  test('abilities add up to the whole', () => {
    const score = scored([...BEST.slice(0, 5), [25, statement('爆管。')]]);
    const sum = (key: 'points' | 'weight') =>
      score.abilities.reduce((total, ability) => total + ability[key], 0);
    expect(sum('points')).toBeCloseTo(score.points, 9);
    expect(sum('weight')).toBe(score.weight);
    expect(score.total).toBe(Math.round((100 * score.points) / score.weight));
  });
});
