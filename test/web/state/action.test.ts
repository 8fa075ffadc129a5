import { afterEach, describe, expect, test } from 'vitest';
import { RequestFault } from '../../../web/fault.ts';
import { room, state } from '../../support/runes.ts';

interface Action {
  readonly busy: boolean;
  readonly fault: { readonly code: string } | undefined;
  run<T>(work: () => Promise<T>, done?: (answer: T) => void): Promise<void>;
  reached(): void;
  leave(): void;
}
const { action } = await state<{ action(): Action }>('action');

let leave = (): void => undefined;
afterEach(() => leave());

function open() {
  const begun = room.begin(() => action());
  leave = begun.leave;
  return begun.made;
}

describe('a thing that a reader does', () => {
  test('is done once at a time, and its fault is kept until the next try', async () => {
    const doing = open();
    const first = Promise.withResolvers<string>();
    const said: string[] = [];
    const run = (asked: Promise<string>) =>
      doing.run(
        () => asked,
        (answer) => said.push(answer),
      );
    const done = run(first.promise);
    await run(Promise.resolve('too early'));
    expect([doing.busy, said]).toEqual([true, []]);
    first.reject(new Error('gone'));
    await done;
    expect([doing.busy, doing.fault?.code]).toEqual([false, 'offline']);
    await run(Promise.resolve('second'));
    expect([doing.fault, said]).toEqual([undefined, ['second']]);
  });

  test('is no longer unreachable once the server was reached, and what it refused stays said', async () => {
    const doing = open();
    await doing.run(() => Promise.reject(new TypeError('no network')));
    expect(doing.fault?.code).toBe('offline');
    doing.reached();
    expect(doing.fault).toBeUndefined();
    await doing.run(() => Promise.reject(new RequestFault('rose_since', 'it rose', 409)));
    doing.reached();
    expect(doing.fault?.code).toBe('rose_since');
  });

  test('that was left is not waited for: neither its answer nor its fault counts, and the next one can begin', async () => {
    const doing = open();
    const [one, two, three] = [
      Promise.withResolvers<string>(),
      Promise.withResolvers<string>(),
      Promise.withResolvers<string>(),
    ];
    const said: string[] = [];
    const run = (asked: Promise<string>) =>
      doing.run(
        () => asked,
        (answer) => said.push(answer),
      );
    const runs = [run(one.promise)];
    doing.leave();
    expect(doing.busy).toBe(false);
    runs.push(run(two.promise));
    doing.leave();
    runs.push(run(three.promise));
    one.resolve('one');
    two.reject(new Error('gone'));
    await Promise.all(runs.slice(0, 2));
    expect([doing.busy, doing.fault, said]).toEqual([true, undefined, []]);
    three.resolve('three');
    await Promise.all(runs);
    expect([doing.busy, said]).toEqual([false, ['three']]);
  });
});
