import { expect, test } from 'vitest';
import { askedOnce } from '../../server/text/asked-once.ts';

test('a question that is asked of every hit in a text is answered for that text, whichever came before', () => {
  const isFood = askedOnce(/吃|喝/);
  expect(['', '吃饭', '吃饭', '停水', '停水', '喝水', ''].map(isFood)).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
    false,
  ]);
});
