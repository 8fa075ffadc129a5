import { expect, test } from 'vitest';
import { createCircuit } from '../../crawlers/polite/circuit.ts';
import { HOUR, MINUTE } from '../../server/core/time.ts';

const bad = { kind: 'bad', why: 'timeout' } as const;

function circuitAt(start: number) {
  const clock = { now: start };
  const circuit = createCircuit(() => clock.now);
  const fail = () => {
    expect(circuit.admit('a.cn').ok).toBe(true);
    circuit.record('a.cn', bad);
  };
  return { clock, circuit, fail };
}

test('five failures in a row open it for ten minutes, four do not', () => {
  const { clock, circuit, fail } = circuitAt(1_000);
  for (let count = 0; count < 4; count += 1) fail();
  expect(circuit.admit('a.cn').ok).toBe(true);
  circuit.record('a.cn', bad);
  expect(circuit.admit('a.cn')).toEqual({ ok: false, retryAt: clock.now + 10 * MINUTE, why: 'timeout' });
  expect(circuit.admit('b.cn').ok).toBe(true);
});

test('a success in between starts the count again', () => {
  const { circuit, fail } = circuitAt(1_000);
  for (let count = 0; count < 4; count += 1) fail();
  circuit.admit('a.cn');
  circuit.record('a.cn', { kind: 'good' });
  for (let count = 0; count < 4; count += 1) fail();
  expect(circuit.admit('a.cn').ok).toBe(true);
});

test('half open lets one probe through; it decides', () => {
  const { clock, circuit } = circuitAt(1_000);
  circuit.record('a.cn', { kind: 'refusing', why: 'status 403' });
  expect(circuit.admit('a.cn').ok).toBe(false);
  clock.now += 10 * MINUTE;
  expect(circuit.admit('a.cn').ok).toBe(true);
  expect(circuit.admit('a.cn').ok).toBe(false);
  circuit.record('a.cn', bad);
  expect(circuit.admit('a.cn')).toMatchObject({ ok: false, retryAt: clock.now + 10 * MINUTE });
  clock.now += 10 * MINUTE;
  expect(circuit.admit('a.cn').ok).toBe(true);
  circuit.record('a.cn', { kind: 'good' });
  expect(circuit.admit('a.cn').ok).toBe(true);
});

test('Retry-After is believed up to a day', () => {
  const { clock, circuit } = circuitAt(1_000);
  circuit.record('a.cn', { kind: 'bad', why: 'status 503', until: clock.now + 90 * MINUTE });
  expect(circuit.admit('a.cn')).toMatchObject({ retryAt: clock.now + 90 * MINUTE });
  circuit.record('b.cn', { kind: 'refusing', why: 'status 429', until: clock.now + 1_000 * HOUR });
  expect(circuit.admit('b.cn')).toMatchObject({ retryAt: clock.now + 24 * HOUR });
});
