import { describe, expect, test } from 'vitest';
import type { Drill, DrillEvent } from '../../server/core/drill/drill.ts';
import { earlyIn, lackingIn } from '../../server/core/drill/drill-statement.ts';
import { expectedOf } from '../../server/core/drill/expected.ts';
import { scoreOf } from '../../server/core/drill/score.ts';
import { ROLES } from '../../server/core/playbook/crisis-desk.ts';
import { rankOf } from '../../server/core/risk/grade.ts';
import { MINUTE } from '../../server/core/time.ts';
import { loadPlugins } from '../../server/plugins.ts';

const { scenarios, playbooks } = await loadPlugins();

test('there are scenarios of at least five playbooks', () => {
  expect(new Set(scenarios.map(({ playbook }) => playbook)).size).toBeGreaterThanOrEqual(5);
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('scenario %s', (_, scenario) => {
  const book = playbooks.find(({ id }) => id === scenario.playbook);
  if (!book) throw new Error(`there is no playbook ${scenario.playbook}`);
  const { injects, claims, levels, minutes, statement } = scenario;
  const drill = (events: readonly DrillEvent[]): Drill => ({
    id: 1,
    speed: 1,
    startedAt: 0,
    startedBy: '王',
    plan: { scenario, playbook: book },
    events,
  });
  const ids = injects.map(({ id }) => id);

  test('runs forward: injects in order, everything due before the end, each level graver than the last', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(injects[0]?.at).toBe(0);
    expect(injects.map(({ at }) => at)).toEqual(injects.map(({ at }) => at).toSorted((a, b) => a - b));
    for (const { at, ask } of injects) expect(at + (ask?.within ?? 0)).toBeLessThanOrEqual(minutes);
    expect(statement.by).toBeLessThanOrEqual(minutes);
    expect(levels[0]?.at).toBe(0);
    const ranks = levels.map(({ level }) => rankOf(level));
    expect(ranks).toEqual([...new Set(ranks)].toSorted((a, b) => a - b));
    expect(levels.every(({ at, why }) => at < minutes && why !== '')).toBe(true);
  });

  test('is of all kinds: people, press, a boss, a number, somebody from above, and what was checked', () => {
    const kinds = new Set(injects.map(({ kind }) => kind));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['post', 'press', 'boss', 'hotline', 'regulator', 'fact']),
    );
    expect(scenario.company).toContain('虚构');
    expect(new Set(claims.map(({ truth }) => truth)).size).toBeGreaterThan(1);
  });

  test('asks what can be answered: known roles, something right, something wrong, and why', () => {
    const asked = injects.flatMap(({ ask }) => ask ?? []);
    expect(asked.length).toBeGreaterThanOrEqual(6);
    for (const { role, options, weight, within } of asked) {
      expect(ROLES).toHaveProperty(role);
      expect(options.some(({ right }) => right) && options.some(({ right }) => !right)).toBe(true);
      expect(options.every(({ text, why }) => text !== '' && why !== '')).toBe(true);
      expect(new Set(options.map(({ text }) => text)).size).toBe(options.length);
      expect(weight > 0 && within > 0).toBe(true);
    }
  });

  test('its claims are raised before they are settled, and the template is one of its playbook', () => {
    const place = (id: string | null) => ids.indexOf(id ?? '');
    for (const { raisedBy, settledBy, truth, words } of claims) {
      expect(place(raisedBy)).toBeGreaterThanOrEqual(0);
      expect(truth === null).toBe(settledBy === null);
      if (settledBy !== null) expect(place(settledBy)).toBeGreaterThan(place(raisedBy));
      expect(words.length).toBeGreaterThan(0);
    }
    expect(book.templates.map(({ id }) => id)).toContain(statement.template);
  });

  test('a statement that says nothing lacks everything; care is no claim, a claim is one', () => {
    const empty = { title: '说明', body: '。' };
    expect(lackingIn(scenario, empty)).toHaveLength(statement.needs.length);
    for (const { words, text } of claims) {
      const careful = { title: '说明', body: `关于“${words[0]}”的说法，我们正在核查。` };
      expect(earlyIn(scenario, careful, 0)).toEqual([]);
      const bold = { title: '说明', body: `今天发生了${words[0]}。` };
      expect(earlyIn(scenario, bold, 0).map((fault) => fault.words)).toContain(text);
    }
  });

  test('who does everything right gets everything', () => {
    let id = 0;
    const did = (minute: number, act: DrillEvent['act']): DrillEvent => ({
      id: ++id,
      at: minute * MINUTE,
      drillAt: minute * MINUTE,
      by: '王',
      act,
    });
    const said = statement.needs.map(({ any }) => `我们说：${any[0]}。`).join('');
    const body = said.replaceAll(/(伪造|正在)/g, '网传文件系$1');
    const events = [
      did(0, { kind: 'acknowledged' }),
      did(0, { kind: 'playbook', playbook: book.id }),
      ...levels.map(({ at, level }) => did(at, { kind: 'level', level })),
      ...book.steps.map(({ no }) => did(1, { kind: 'step', playbook: book.id, no, done: true })),
      ...injects.flatMap(({ id: inject, at, ask }) => {
        const options = ask?.options.flatMap(({ right }, option) => (right ? [option] : []));
        return options ? [did(at, { kind: 'answer', inject, options })] : [];
      }),
      ...claims.flatMap(({ id: claim, settledBy, truth }) =>
        truth === null
          ? []
          : [did(injects[ids.indexOf(settledBy ?? '')]?.at ?? 0, { kind: 'claim', claim, state: truth })],
      ),
      did(2, { kind: 'statement', title: '情况说明', body }),
    ];
    const score = scoreOf(drill(events), { elapsed: minutes * MINUTE });
    expect(score.lines.filter(({ outcome }) => outcome !== 'on-time')).toEqual([]);
    expect(score.total).toBe(100);
    // Every ability is tried, and so is every clock.
    expect(score.abilities.every(({ weight }) => weight > 0)).toBe(true);
    expect(expectedOf(drill([])).every(({ dueAt }) => dueAt <= minutes * MINUTE)).toBe(true);
  });
});

test('Chinese sentences use full-width punctuation, and no spaces between characters', () => {
  const said = JSON.stringify(scenarios);
  expect(said.match(/[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]/g)).toBe(null);
  expect(said.match(/[\u4e00-\u9fff] [\u4e00-\u9fff]/g)).toBe(null);
});
