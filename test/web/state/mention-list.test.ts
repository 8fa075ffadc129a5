import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { heldServer, passed, room, state } from '../../support/runes.ts';

const DAY = 86_400_000;
type Query = Readonly<Record<string, string>>;
interface List {
  readonly rows: readonly { readonly postId: number }[];
  readonly next: string | null;
  readonly growing: { readonly busy: boolean };
  readonly files: { readonly csv: string; readonly exhibits: string };
  more(): void;
}
const { mentionList } = await state<{ mentionList(query: () => Query): List }>('mention-list');

const page = (ids: readonly number[], next: string | null) => ({
  rows: ids.map((postId) => ({ postId, watchId: 1 })),
  next,
  total: null,
});
const idsOf = (list: List) => list.rows.map(({ postId }) => postId);

let server: ReturnType<typeof heldServer>;
let leave = (): void => undefined;
beforeEach(() => {
  server = heldServer();
});
afterEach(() => {
  vi.useRealTimers();
  leave();
  server.close();
});

function open(query: { now: Query }): List {
  const { made, leave: end } = room.begin(() => mentionList(() => query.now));
  leave = end;
  return made;
}

describe('a list of mentions', () => {
  test('grows by the page that follows', async () => {
    const list = open(room.held<Query>({ watch: '1' }));
    await server.asked[0]?.answer(page([9, 8], 'older'));
    list.more();
    expect(server.asked[1]?.url.searchParams.get('cursor')).toBe('older');
    await server.asked[1]?.answer(page([7], null));
    expect(idsOf(list)).toEqual([9, 8, 7]);
    expect(list.next).toBeNull();
  });

  test('takes no older page of what was asked before', async () => {
    const query = room.held<Query>({ watch: '1' });
    const list = open(query);
    await server.asked[0]?.answer(page([9, 8], 'older'));
    list.more();
    query.now = { watch: '2' };
    await passed();
    await server.asked[2]?.answer(page([29, 28], 'older of 2'));
    await server.asked[1]?.answer(page([7], null));
    expect(idsOf(list)).toEqual([29, 28]);
    expect(list.next).toBe('older of 2');
  });

  test('asks up to now without saying when that is, whatever the clock here shows', async () => {
    const query = room.held<Query>({ range: '7d', q: '停暖' });
    open(query);
    const [now] = server.asked;
    expect([...(now?.url.searchParams.keys() ?? [])].toSorted()).toEqual(['from', 'q']);
    query.now = { range: 'custom', from: '2026-11-01', to: '2026-11-02' };
    await passed();
    const end = Date.parse('2026-11-03T00:00:00+08:00');
    expect(server.asked[1]?.url.searchParams.get('to')).toBe(String(end));
  });

  test('is taken away as a file of the present day, however long the page has been open', async () => {
    const query = { range: '24h', sentiment: '-1' };
    const page = room.begin(() => {
      const list = mentionList(() => query);
      return room.drawn(() => list.files);
    });
    leave = page.leave;
    const later = Date.now() + 3 * DAY;
    vi.useFakeTimers({ toFake: ['Date'], now: later });
    await vi.waitFor(() => {
      const asked = new URL(page.made.now.csv, 'http://desk.example').searchParams;
      expect(Number(asked.get('from'))).toBeGreaterThanOrEqual(later - DAY);
    }, 10_000);
    const { pathname, searchParams } = new URL(page.made.now.exhibits, 'http://desk.example');
    expect([pathname, ...searchParams.keys()]).toEqual(['/api/mentions/evidence', 'sentiment', 'from']);
  });
});
