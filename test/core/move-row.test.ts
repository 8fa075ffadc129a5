import { describe, expect, test } from 'vitest';
import { canonicalRow, plainJson, storable } from '../../server/core/move-row.ts';

describe('what both engines can hold', () => {
  test('is nearly everything, as it is', () => {
    for (const text of ['暖气不热', '😡𠮷', 'a\n"b"\\u0000', '']) expect(storable(text, 'text')).toBe(text);
    for (const json of ['{"a":"\\\\","b":"\\ud83d\\ude21"}', '[1e400]', '{"b":1,"a":2}']) {
      expect(JSON.parse(storable(json, 'json') as string)).toEqual(JSON.parse(json));
    }
    expect(storable(2 ** 53 - 1, 'number')).toBe(9_007_199_254_740_991);
  });

  test('but neither NUL nor half a character, in texts and in JSON', () => {
    expect(storable('暖\0气', 'text')).toBe('暖气');
    expect(storable('半\ud83d', 'text')).toBe('半�');
    expect(storable('{"a\\u0000":["\\u0000暖","\\uD83D"]}', 'json')).toBe('{"a":["暖","�"]}');
  });
});

describe('the canonical form of a row', () => {
  const kinds = ['number', 'json', 'bytes', 'text'] as const;

  test('is the same however an engine writes the row', () => {
    const sqlite = [0.1 + 0.2, '{"b":[1,{"d":1.0}],"a":"暖\\u0000气"}', Buffer.from([0, 255]), '文\0字'];
    const postgres = [
      0.30000000000000004,
      '{"a": "暖气", "b": [1, {"d": 1}]}',
      Uint8Array.of(0, 255),
      '文字',
    ];
    expect(canonicalRow(sqlite, kinds)).toBe(canonicalRow(postgres, kinds));
  });

  test.each([
    [1, '{"a":[1,2]}', Buffer.from([1]), 'a'],
    [1.5, '{"a":[2,1]}', Buffer.from([1]), 'a'],
    [null, '{"a":[2,1]}', Buffer.from([1]), 'a'],
    [1, '{"a":[2,1]}', null, 'a'],
    [1, '{"a":[2,1]}', Buffer.from([1]), null],
    [1, 'null', Buffer.from([1]), 'null'],
  ])('differs where a value does: %j', (...row) => {
    expect(canonicalRow(row, kinds)).not.toBe(canonicalRow([1, '{"a":[2,1]}', Buffer.from([1]), 'a'], kinds));
  });

  test('JSON comes back to SQLite without white space, its keys in order', () => {
    expect(plainJson('{"b": 1, "a": [null, {"d": 2, "c": 3}]}')).toBe('{"a":[null,{"c":3,"d":2}],"b":1}');
  });
});
