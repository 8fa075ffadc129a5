import { expect, test } from 'vitest';
import { tickedAs } from '../../../server/core/playbook/step-told.ts';

const tick = (doneBy: string, note: string | null, doneAt = 9) => ({ doneAt, doneBy, note });
const first = tick('王敏', '已核对', 1);

test('a step is done by whoever ticked it first; again, without a word, nothing changes', () => {
  expect(tickedAs(undefined, first)).toEqual(first);
  expect(tickedAs(first, tick('李强', null))).toBeNull();
  expect(tickedAs(first, tick('李强', '已核对'))).toBeNull();
});

test('the note under a name is changed by that person alone, however they write it', () => {
  expect(tickedAs(first, tick(' 王敏', '两处都核对了'))).toEqual({ ...first, note: '两处都核对了' });
  expect(() => tickedAs(first, tick('李强', '没有核对'))).toThrow(
    expect.objectContaining({ code: 'overtaken', details: { by: '王敏', at: 1 } }),
  );
});
