import { afterEach, describe, expect, test } from 'vitest';
import { passed, room, state } from '../../support/runes.ts';

interface Resource {
  readonly data: string | undefined;
  readonly loading: boolean;
  reload(): void;
  set(data: string): void;
}
type Load = (key: string, signal: AbortSignal) => Promise<string>;
const { resource } = await state<{ resource(key: () => string | null, load: Load): Resource }>('resource');

let leave = (): void => undefined;
afterEach(() => leave());

/** A resource whose answers come when the test hands them out, also to whoever no longer waits. */
function open() {
  const waiting: { readonly signal: AbortSignal; answer(data: string): Promise<void> }[] = [];
  const begun = room.begin(() =>
    resource(
      () => 'alert 2',
      (_, signal) =>
        new Promise((resolve) =>
          waiting.push({
            signal,
            answer(data) {
              resolve(data);
              return passed();
            },
          }),
        ),
    ),
  );
  leave = begun.leave;
  return { alert: begun.made, waiting };
}

describe('an answer that another request brought', () => {
  test('is not taken back by one that was asked for before', async () => {
    const { alert, waiting } = open();
    await waiting[0]?.answer('open');
    alert.reload();
    await passed();
    alert.set('acknowledged');
    await waiting[1]?.answer('open');
    expect(alert.data).toBe('acknowledged');
    expect(waiting[1]?.signal.aborted).toBe(true);
  });

  test('is followed by what the server says now, where something was being asked', async () => {
    const { alert, waiting } = open();
    await waiting[0]?.answer('open');
    alert.reload();
    await passed();
    alert.set('acknowledged');
    await passed();
    expect(waiting).toHaveLength(3);
    await waiting[2]?.answer('closed');
    expect([alert.data, alert.loading]).toEqual(['closed', false]);
  });

  test('is enough where nothing was', async () => {
    const { alert, waiting } = open();
    await waiting[0]?.answer('open');
    alert.set('acknowledged');
    await passed();
    expect(waiting).toHaveLength(1);
    expect([alert.data, alert.loading]).toEqual(['acknowledged', false]);
  });
});
