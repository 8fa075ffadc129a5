import { describe, expect, test } from 'vitest';
import { agreedWith, turnOver, wishesLeft } from '../../web/label-parts.ts';
import { isAsSent, leftOf } from '../../web/typed.ts';

describe('what is left of a form once it was saved', () => {
  test('is nothing where nobody typed since', () => {
    expect(isAsSent('七时停暖', '七时停暖')).toBe(true);
    expect(isAsSent({ minutes: { I: 5 }, repeats: 2 }, { minutes: { I: 5 }, repeats: 2 })).toBe(true);
    expect(leftOf({ dead: 0, injured: null }, { dead: 0, injured: null })).toEqual({});
  });

  test('is all that was typed while it was on its way, also what was emptied', () => {
    expect(isAsSent('七时停暖，八时恢复', '七时停暖')).toBe(false);
    expect(isAsSent('', '七时停暖')).toBe(false);
    expect(isAsSent<string | null | undefined>(null, undefined)).toBe(false);
    const sent = { time: '七时', place: '云川', cause: '阀门' };
    expect(leftOf({ time: '八时', place: '云川', cause: '' }, sent)).toEqual({ time: '八时', cause: '' });
    expect(leftOf({ dead: null }, {})).toEqual({ dead: null });
  });

  test('is a wish that was taken back or added while it was on its way', () => {
    const sent = turnOver<string>([], new Map(), 'complaint');
    expect([...wishesLeft(sent, sent)]).toEqual([]);
    expect([...wishesLeft(turnOver([], sent, 'complaint'), sent)]).toEqual([['complaint', false]]);
    expect([...wishesLeft(turnOver([], sent, 'advice'), sent)]).toEqual([['advice', true]]);
  });
});

describe('whoever agrees', () => {
  const machine = { sentiment: 1, intents: null, severity: null } as const;
  const said = { sentiment: -1, intents: null, severity: null, by: '李强', at: 0, settled: false } as const;

  test('agrees with the machine where nobody said otherwise', () => {
    expect(agreedWith({ machine, override: null })).toEqual({ verdict: 'agree' });
  });

  test('agrees with the colleague who put it right, and never puts it back', () => {
    expect(agreedWith({ machine, override: said })).toEqual({ verdict: 'correct', sentiment: -1 });
  });

  test('agrees with both where they say the same', () => {
    const same = { ...said, sentiment: 1 } as const;
    expect(agreedWith({ machine, override: same })).toEqual({ verdict: 'agree' });
  });
});
