import { expect, test } from 'vitest';
import { counted } from '../../web/words/en/counted.ts';
import { en } from '../../web/words/en.ts';

test('what is counted is named by how many there are, as a number or as it is shown', () => {
  expect([counted(1, 'post'), counted('1', 'post'), counted(2, 'post'), counted('1.2k', 'post')]).toEqual([
    '1 post',
    '1 post',
    '2 posts',
    '1.2k posts',
  ]);
  expect(counted(3, 'person', 'people')).toBe('3 people');
});

test('one account speaks, two speak', () => {
  expect(en.findings.claim('1', 'Death', null, null)).toBe('1 account in 24 h speaks of: Death');
  expect(en.findings.claim('2', 'Death', null, null)).toBe('2 accounts in 24 h speak of: Death');
});
