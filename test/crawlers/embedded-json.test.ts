import { expect, test } from 'vitest';
import { jsonAfter } from '../../crawlers/json/embedded-json.ts';

test('a value in a script is found by its brackets, or said to be missing or broken', () => {
  expect(jsonAfter('a; var x = [{"a":"]}\\""}] ; y', /var x = /)).toBe('[{"a":"]}\\""}]');
  expect(jsonAfter('var y = {}', /var x = /)).toBe(null);
  expect(jsonAfter('var x = call({})', /var x = /)).toBe(null);
  expect(jsonAfter('var x = {"a":"', /var x = /)).toBe('');
});
