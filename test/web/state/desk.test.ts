import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Asked, freshState, heldServer, passed, state } from '../../support/runes.ts';

interface Desk {
  readonly ready: boolean;
  readonly locked: boolean;
  readonly alerts: readonly { readonly id: number }[];
  readonly watches: readonly { readonly id: number }[];
  readonly feedsDown: number;
  readonly known: { readonly watches: boolean; readonly alerts: boolean; readonly feedsDown: boolean };
  readonly fault: { readonly code: string } | undefined;
  load(): Promise<void>;
}
interface Me {
  readonly me: { readonly role: string };
  can(role: string): boolean;
}

const VIEWER = {
  loggedIn: true,
  accounts: true,
  needsToken: false,
  mustChange: false,
  own: true,
  role: 'viewer',
  name: '张阅览',
};
const READS = ['/api/alerts', '/api/feeds/incidents', '/api/watches'];

let server: ReturnType<typeof heldServer>;
afterEach(() => {
  server.close();
  vi.useRealTimers();
});

/** A page that has just been loaded; what it asks for waits for the test. */
async function open() {
  server = heldServer();
  const { desk } = await freshState<{ desk: Desk }>('desk');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  void desk.load();
  await passed();
  let read = 0;
  return {
    desk,
    /** What is asked since this was called last. */
    async asked(): Promise<Readonly<Record<string, Asked>>> {
      await passed();
      const fresh = server.asked.slice(read);
      read = server.asked.length;
      return Object.fromEntries(fresh.map((each) => [each.url.pathname, each]));
    },
    async later(seconds: number) {
      await vi.advanceTimersByTimeAsync(seconds * 1_000);
    },
  };
}

describe('a page that is opened over a bad line', () => {
  test('shows nothing before it knows who is here, and asks again by itself, less and less often', async () => {
    const { desk, asked, later } = await open();
    await (await asked())['/api/login']?.lose();
    expect([desk.ready, desk.fault?.code]).toEqual([false, 'offline']);
    await later(1.1);
    await (await asked())['/api/login']?.lose();
    await later(1.1);
    expect(await asked()).toEqual({});
    await later(1);
    await (await asked())['/api/login']?.answer(VIEWER);
    expect([desk.ready, desk.locked]).toEqual([true, false]);
    const { can, me } = await state<Me>('me');
    expect([me.role, can('member')]).toEqual(['viewer', false]);
    expect(Object.keys(await asked()).toSorted()).toEqual(READS);
  });

  test.each([
    ['/api/alerts', 'alerts'],
    ['/api/watches', 'watches'],
    ['/api/feeds/incidents', 'feedsDown'],
  ] as const)(
    'keeps what the others said where %s was lost, knows that it does not know it, and asks again',
    async (path, name) => {
      const { desk, asked, later } = await open();
      await (await asked())['/api/login']?.answer(VIEWER);
      const reads = await asked();
      for (const each of READS)
        await (each === path ? reads[each]?.lose() : reads[each]?.answer([{ id: 3 }]));
      const known = { watches: true, alerts: true, feedsDown: true };
      expect([desk.known, desk.fault?.code]).toEqual([{ ...known, [name]: false }, 'offline']);
      await later(1.1);
      const again = await asked();
      for (const each of READS) await again[each]?.answer([{ id: 3 }]);
      expect([desk.known, desk.fault, desk.alerts, desk.watches, desk.feedsDown]).toEqual([
        known,
        undefined,
        [{ id: 3 }],
        [{ id: 3 }],
        1,
      ]);
      await later(60);
      expect(await asked()).toEqual({});
    },
  );

  test('goes on showing what it knew where a later answer is lost', async () => {
    const { desk, asked } = await open();
    await (await asked())['/api/login']?.answer(VIEWER);
    for (const each of Object.values(await asked())) await each.answer([{ id: 3 }]);
    void desk.load();
    for (const each of Object.values(await asked())) await each.lose();
    expect([desk.alerts, desk.known.alerts, desk.fault?.code]).toEqual([[{ id: 3 }], true, 'offline']);
  });

  test('is locked where the session was ended elsewhere, and asks for no more', async () => {
    const { desk, asked, later } = await open();
    await (await asked())['/api/login']?.answer(VIEWER);
    for (const each of Object.values(await asked())) await each.answer([]);
    void desk.load();
    const refused = { error: { code: 'unauthorised', message: 'log in first' } };
    for (const each of Object.values(await asked())) await each.answer(refused, 401);
    await (await asked())['/api/login']?.answer({ ...VIEWER, loggedIn: false, role: 'viewer', name: null });
    expect([desk.ready, desk.locked, desk.fault]).toEqual([true, true, undefined]);
    await later(60);
    expect(await asked()).toEqual({});
  });
});
