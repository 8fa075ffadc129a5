import { expect, test } from 'vitest';
import { mentionedIn } from '../../server/core/alert/alert-life.ts';
import { namedPeople } from '../../web/named-people.ts';

const people = [
  { id: 1, name: '李静' },
  { id: 2, name: '李静怡' },
];

test('whom a comment names is told as the server will ring them', () => {
  for (const text of ['@李静 看一下', '请@李静怡和@李静处理', '@李静@李静', '没有谁']) {
    const rung = mentionedIn(text, people).map(({ name }) => name);
    expect(namedPeople(text, people)).toEqual({ known: rung, unknown: [] });
  }
});

test('a name that is nobody’s is told as it was typed, once', () => {
  expect(namedPeople('@李工 @李静 麻烦看下，@李工', people)).toEqual({ known: ['李静'], unknown: ['李工'] });
  expect(namedPeople('@张三，@ 谁', people)).toEqual({ known: [], unknown: ['张三'] });
});

test('an address of mail names nobody', () => {
  expect(namedPeople('发到 duty@example.com', people)).toEqual({ known: [], unknown: [] });
});
