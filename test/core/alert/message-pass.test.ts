import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Pass, readPass, writePass } from '../../../server/core/alert/message-pass.ts';

const KEY = Buffer.alloc(32, 1);
const NOW = Date.UTC(2026, 10, 27);
const pass: Pass = { alertId: 12, channelId: 3, until: NOW + 1 };

test('a pass opens what it was made for, until its time is over', () => {
  const text = writePass(KEY, pass);
  expect(readPass(KEY, text, NOW)).toEqual(pass);
  expect(readPass(KEY, text, NOW + 1)).toBeNull();
});

test('another installation’s pass opens nothing', () => {
  expect(readPass(Buffer.alloc(32, 2), writePass(KEY, pass), NOW)).toBeNull();
});

test('whoever changes one sign of it has nothing', () => {
  const text = writePass(KEY, pass);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom(...'09az.-_A'), (at, sign) => {
      const forged = text.slice(0, at) + sign + text.slice(at + 1);
      fc.pre(forged !== text);
      expect(readPass(KEY, forged, NOW)).toBeNull();
    }),
  );
});

test('what is no pass is refused, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(readPass(KEY, text, NOW)).toBeNull();
    }),
  );
});
