import { expect, test } from 'vitest';
import { mentionedIn } from '../../server/core/alert/alert-life.ts';
import { namedPeople } from '../../web/named-people.ts';

const people = [
  { id: 1, name: '李静', reachable: true },
  { id: 2, name: '李静怡', reachable: true },
];

test('whom a comment names is told as the server will ring them', () => {
  for (const text of ['@李静 看一下', '请@李静怡和@李静处理', '@李静@李静', '没有谁']) {
    const rung = mentionedIn(text, people).map(({ name }) => name);
    expect(namedPeople(text, people)).toEqual({ known: rung, unheard: [], unknown: [] });
  }
});

test('a name that is nobody’s is told as it was typed, once', () => {
  expect(namedPeople('@李工 @李静 麻烦看下，@李工', people)).toEqual({
    known: ['李静'],
    unheard: [],
    unknown: ['李工'],
  });
  expect(namedPeople('@张三，@ 谁', people)).toEqual({ known: [], unheard: [], unknown: ['张三'] });
});

test('an address of mail names nobody', () => {
  expect(namedPeople('发到 duty@example.com', people)).toEqual({ known: [], unheard: [], unknown: [] });
});

test('who has no channel is named as one who hears nothing', () => {
  const both = [...people, { id: 3, name: '赵琳', reachable: false }];
  const named = namedPeople('@赵琳 请接手，@李静 知悉', both);
  expect(named).toEqual({ known: ['李静'], unheard: ['赵琳'], unknown: [] });
});
