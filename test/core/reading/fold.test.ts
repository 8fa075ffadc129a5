import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../../../server/core/reading/fold.ts';

test.each([
  ['這個服務態度很差', '这个服务态度很差'],
  ['ＡＰＰ，ｉＰｈｏｎｅ', 'app,iphone'],
  ['a\u200bb\u202ec\ufeff', 'abc'],
  ['a\u3164b\uffa0', 'ab'],
  ['ｶﾞｽ a\uff9e a\u0e33', 'ガス a a\u0e32'],
  ['a \t\u3000 b\n\n c', 'a b\nc'],
  ['x\ud800y\udc00', 'x\ufffdy\ufffd'],
  ['cafe\u0301 ①㎡', 'café 1m2'],
  ['❤️👍🏽…', '❤👍🏽…'],
  ['差\u0336\u0336评', '差评'],
  ['', ''],
])('%j folds to %j', (given, folded) => expect(fold(given).text).toBe(folded));

test('a text that needs nothing is given back as it is', () => {
  expect(fold('暖气不热,没人管')).toEqual({ text: '暖气不热,没人管', map: null, traditional: false });
});

test('every folded unit points into the text as given, in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (given) => {
      const { text, map } = fold(given);
      expect(text.isWellFormed()).toBe(true);
      expect(map !== null || text.length === given.length).toBe(true);
      if (map === null) return;
      let before = 0;
      for (let at = 0; at < text.length; at++) {
        const [start, end] = [map.start[at] ?? -1, map.end[at] ?? -1];
        expect(start).toBeGreaterThanOrEqual(before);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(given.length);
        before = start;
      }
    }),
  );
});

test('folding twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (given) => {
      const once = fold(given).text;
      expect(fold(once).text).toBe(once);
    }),
  );
});
