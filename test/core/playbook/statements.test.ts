import { describe, expect, test } from 'vitest';
import { statementsOf } from '../../../server/core/playbook/statements.ts';
import { allPlaybooks } from '../alert/make-alert.ts';

async function offered(id: string, records: Record<string, number>) {
  const known = await allPlaybooks();
  const playbook = known.find((each) => each.id === id)!;
  return statementsOf(playbook, known, records).map(({ template, tooEarly }) => [template.id, tooEarly]);
}

describe('the statements that a playbook offers', () => {
  test('begin with one that only says what is being checked while nothing is verified', async () => {
    const [first, second, ...rest] = await offered('PB09', {});
    expect(first).toEqual(['PB06-T1', false]);
    expect(second).toEqual(['PB09-T1', true]);
    expect(rest.every(([, tooEarly]) => tooEarly)).toBe(true);
    expect(await offered('PB09', { dead: 0, complaints_24h: 40 })).toEqual([first, second, ...rest]);
  });

  test('name its own one that checks once', async () => {
    const ids = (await offered('PB06', {})).map(([id]) => id);
    expect(ids).toEqual(['PB06-T1', 'PB06-T2', 'PB06-T3', 'PB06-T4']);
  });

  test('are its own, free to be said, once a fact is recorded that bears it out', async () => {
    const said = await offered('PB09', { dead: 1 });
    expect(said[0]).toEqual(['PB09-T1', false]);
    expect(said.some(([, tooEarly]) => tooEarly)).toBe(false);
  });

  test('that take up what people say may be said at once', async () => {
    expect(await offered('PB01', {})).toContainEqual(['PB01-T2', false]);
    expect(await offered('PB01', {})).toContainEqual(['PB01-T3', true]);
  });
});
