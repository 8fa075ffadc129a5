import { afterEach, describe, expect, test } from 'vitest';
import { passed, room, state } from '../../support/runes.ts';

interface Look {
  readonly seen: string | undefined;
  readonly fault: { readonly code: string } | undefined;
  readonly busy: boolean;
  later(): void;
  retry(): void;
  settled(): Promise<void>;
}
type Ask = (first: boolean, signal: AbortSignal) => Promise<string>;
const { look } = await state<{ look(ask: Ask, taken: (first: string) => void): Look }>('look');

let leave = (): void => undefined;
afterEach(() => leave());

function open() {
  const taken: string[] = [];
  const asked: { readonly first: boolean; answer(of: string): Promise<void>; fail(): Promise<void> }[] = [];
  const begun = room.begin(() =>
    look(
      (first) =>
        new Promise((resolve, reject) =>
          asked.push({
            first,
            answer(of) {
              resolve(of);
              return passed();
            },
            fail() {
              reject(new TypeError('Failed to fetch'));
              return passed();
            },
          }),
        ),
      (first) => taken.push(first),
    ),
  );
  leave = begun.leave;
  return { draft: begun.made, asked, taken };
}

describe('what is said of a draft', () => {
  test('is asked once at first, and proposes how it begins', async () => {
    const { draft, asked, taken } = open();
    expect(draft.busy).toBe(true);
    await asked[0]?.answer('as the file says');
    expect({ seen: draft.seen, busy: draft.busy, taken, asked: asked.length }).toEqual({
      seen: 'as the file says',
      busy: false,
      taken: ['as the file says'],
      asked: 1,
    });
  });

  test('is known to be of an earlier one as soon as something is changed', async () => {
    const { draft, asked } = open();
    await asked[0]?.answer('first');
    draft.later();
    expect([draft.busy, draft.seen, asked.length]).toEqual([true, 'first', 1]);
  });

  test('settles on the last change, without waiting until its writer rests', async () => {
    const { draft, asked, taken } = open();
    await asked[0]?.answer('first');
    draft.later();
    const seen = draft.settled().then(() => draft.seen);
    expect(asked[1]?.first).toBe(false);
    draft.later();
    const last = draft.settled().then(() => draft.seen);
    await asked[1]?.answer('overtaken');
    expect(draft.seen).toBe('first');
    await asked[2]?.answer('last');
    expect([await seen, await last, draft.busy, taken]).toEqual(['last', 'last', false, ['first']]);
  });

  test('settles on a fault, which a retry asks again for', async () => {
    const { draft, asked } = open();
    await asked[0]?.answer('first');
    draft.later();
    const settled = draft.settled();
    await asked[1]?.fail();
    await settled;
    expect([draft.fault?.code, draft.seen, draft.busy]).toEqual(['offline', 'first', false]);
    draft.retry();
    await asked[2]?.answer('second');
    expect([draft.fault, draft.seen]).toEqual([undefined, 'second']);
  });
});
