import { describe, expect, test } from 'vitest';
import { parseExactJson } from '../../server/core/exact-json.ts';

describe('a whole number that a double cannot hold', () => {
  test('comes back as its digits, so that neighbours stay two', () => {
    const json =
      '{"posts":[{"id":7501109588381404711},{"id": 7501109588381404712 },{"id":-9007199254740993}]}';
    expect(parseExactJson(json)).toEqual({
      posts: [{ id: '7501109588381404711' }, { id: '7501109588381404712' }, { id: '-9007199254740993' }],
    });
    const list = '[9007199254740993,\n9007199254740994]';
    expect(parseExactJson(list)).toEqual(['9007199254740993', '9007199254740994']);
    expect(parseExactJson('7501109588381404711')).toBe('7501109588381404711');
  });

  test.each([
    '{"id":123,"largest":9007199254740991,"zero":-0,"milliseconds":1763999999000}',
    '[1763999999000000,0.12345678901234567890,1234567890123456.789,1e20,12345678901234567890e2]',
    '{"text":"单号: 7501109588381404711, 已付","7501109588381404711":"7501109588381404711"}',
  ])('changes nothing about other numbers, nor about such digits in words and names: %s', (json) => {
    expect(parseExactJson(json)).toEqual(JSON.parse(json));
  });

  test('is told from the same digits in a string beside it', () => {
    const json = '{"text":"他说 \\",7501109588381404711,\\"","id":7501109588381404711}';
    const read = { text: '他说 ",7501109588381404711,"', id: '7501109588381404711' };
    expect(parseExactJson(json)).toEqual(read);
  });
});

test.each([
  '',
  '{"id":',
  '{7501109588381404711:1}',
  '[7501109588381404711',
  '[07501109588381404711]',
  '[1,]',
])('what is no JSON (%s) is refused in the words of JSON.parse', (text) => {
  const faultOf = (parse: (json: string) => unknown) => {
    try {
      return parse(text);
    } catch (fault) {
      return fault;
    }
  };
  expect(faultOf(parseExactJson)).toBeInstanceOf(SyntaxError);
  expect(faultOf(parseExactJson)).toEqual(faultOf(JSON.parse));
});

test('a long number is kept beside a value nested too deeply for a reviver', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const read = parseExactJson(`[{"id":7501109588381404711,"x":"\\"7501109588381404711"},${deep}]`);
  expect((read as unknown[])[0]).toEqual({ id: '7501109588381404711', x: '"7501109588381404711' });
});
