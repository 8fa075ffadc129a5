import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactJson } from '../../server/core/exact-json.ts';
import { toLines } from '../../web/pages/import/json-lines.ts';

const A = { id: 1, text: '暖气不热' };
const B = { id: 2, text: '真冷\n冻死了' };
const LINES = '{"id":1,"text":"暖气不热"}\n{"id":2,"text":"真冷\\n冻死了"}\n';

describe('JSON dropped on the page becomes lines', () => {
  test.each([
    ['a list', [A, B]],
    ['a list within an object', { code: 0, posts: [A, B] }],
    ['a list one deeper', { code: 0, data: { list: [A, B] } }],
  ])('%s', (_, value) => {
    expect(toLines(JSON.stringify(value, null, 2))).toBe(LINES);
  });

  test('one object, an empty list, and what is not even an object for the server to refuse', () => {
    expect(toLines(JSON.stringify(A))).toBe('{"id":1,"text":"暖气不热"}\n');
    expect(toLines('[]')).toBe('');
    expect(toLines('7')).toBe('7\n');
  });

  test('what is no JSON, or lines already, is said to be none', () => {
    expect(() => toLines('{"id":')).toThrow(SyntaxError);
    expect(() => toLines(LINES)).toThrow(SyntaxError);
    expect(() => toLines('{7501109588381404711:1}')).toThrow(SyntaxError);
  });
});

test('neighbouring ids beyond 2^53 keep their digits', () => {
  const json =
    '{"posts":[{"externalId":7501109588381404711,"text":"甲"},{"externalId":7501109588381404712,"text":"乙"}]}';
  expect(toLines(json)).toBe(
    '{"externalId":"7501109588381404711","text":"甲"}\n{"externalId":"7501109588381404712","text":"乙"}\n',
  );
});

describe('numbers are read on the page as the server reads them', () => {
  function inBoth(json: string): void {
    expect(JSON.parse(toLines(`[${json}]`))).toEqual(JSON.parse(JSON.stringify(parseExactJson(json))));
  }

  test.each([
    '{"id":7501109588381404711,"small":123,"largest":9007199254740991,"below":-9007199254740993}',
    '{"id":12345678901234567890,"float":0.12345678901234567890,"exponent":12345678901234567890e2}',
    '{"id":7501109588381404711,"text":"他说 \\",7501109588381404711,\\" \\\\","quoted":"7501109588381404711"}',
    '{"metrics":{"likes":[9007199254740992, 9007199254740993 ]}}',
  ])('%s', inBoth);

  test('whatever the JSON', () => {
    const signs = fc.string({
      unit: fc.constantFrom(...'",:\\[]{} -', '7501109588381404711'),
      maxLength: 12,
    });
    const { json } = fc.letrec<{ json: string }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
        fc
          .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), signs)
          .map((value) => JSON.stringify(value)),
        fc.array(tie('json'), { maxLength: 4 }).map((list) => `[ ${list.join(' ,')}]`),
        fc
          .dictionary(fc.oneof(fc.string(), signs), tie('json'), { maxKeys: 4 })
          .map((members) =>
            Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}:${value}`),
          )
          .map((members) => `{${members.join(',\n')}}`),
      ),
    }));
    fc.assert(fc.property(json, inBoth), { numRuns: 500 });
  });

  test('a text full of escapes', () => {
    inBoth(`{"text":${JSON.stringify('"冷"\n\\'.repeat(20_000))},"id":7501109588381404711}`);
  });
});
