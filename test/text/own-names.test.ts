import { afterAll, beforeAll, expect, test } from 'vitest';
import { knowNames } from '../../server/text/own-names.ts';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const touched = (text: string) => [
  ...new Set(
    reader.read(text).aspects.flatMap(({ touchpoint }) => (touchpoint === null ? [] : [touchpoint])),
  ),
];

beforeAll(() => knowNames(['云川热力', '鲜到家', '供热']));
// Other files of this process read with the same lists.
afterAll(() => knowNames([]));

test('who names the subject does not speak of what its name is made of', () => {
  expect(touched('云川热力的客服态度太恶劣了，电话打不通')).toContain('hotline');
  expect(touched('云川热力的客服态度太恶劣了，电话打不通')).not.toContain('heating');
  expect(touched('鲜到家多扣了我的会员费，不退钱')).toContain('billing');
  expect(touched('鲜到家多扣了我的会员费，不退钱')).not.toContain('delivery');
});

test('whoever speaks of it beside the name does, and a word that is the whole name is meant', () => {
  expect(touched('云川热力不干人事，暖气冰凉')).toContain('heating');
  expect(touched('云川热力，家里只有12度')).toContain('heating');
  expect(touched('供热太差了，屋里冰凉')).toContain('heating');
  expect(touched('鲜到家的配送又超时了')).toContain('delivery');
});

test('a word that many places have is still told by the name beside it', () => {
  expect(touched('云川热力管道漏水，没人来修')).toContain('heating');
});

test('nothing is known of names that were taken back', () => {
  knowNames(['云川热力']);
  expect(touched('鲜到家多扣了我的会员费，不退钱')).toContain('delivery');
});
