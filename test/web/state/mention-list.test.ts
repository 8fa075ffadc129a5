import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { heldServer, passed, room, state } from '../../support/runes.ts';

const DAY = 86_400_000;
type Query = Readonly<Record<string, string>>;
interface Row {
  readonly postId: number;
  readonly watchId: number;
  readonly at: number;
  readonly sentiment: number;
}
interface List {
  readonly first: { reload(): void };
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly growing: { readonly busy: boolean };
  readonly files: { readonly csv: string; readonly exhibits: string };
  more(): void;
  look(): Promise<boolean>;
}
const { mentionList } = await state<{ mentionList(query: () => Query): List }>('mention-list');

/** The higher its number the younger a post. */
const atOf = (postId: number): number => 1_700_000_000_000 + postId;
const page = (ids: readonly number[], next: string | null) => ({
  rows: ids.map((postId): Row => ({ postId, watchId: 1, at: atOf(postId), sentiment: -1 })),
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

  describe('of which somebody labelled a post', () => {
    /** Two pages, of which the second has been read. */
    async function grown() {
      const list = open(room.held<Query>({ sentiment: '-1' }));
      await server.asked[0]?.answer(page([9, 8], 'older'));
      list.more();
      await server.asked[1]?.answer(page([7, 6], 'oldest'));
      return list;
    }
    const labelled = (ids: readonly number[], labelledId: number) => ({
      ...page(ids, null),
      rows: page(ids, null).rows.map((row) => (row.postId === labelledId ? { ...row, sentiment: 0 } : row)),
    });

    test('stays as long as it is, with the label in its row', async () => {
      const list = await grown();
      const whole = list.look();
      await passed();
      const [, , first] = server.asked;
      // What came since would shift the pages; it is no part of the question.
      expect(first?.url.searchParams.get('to')).toBe(String(atOf(9) + 1));
      await first?.answer(labelled([9, 8], 9));
      expect(server.asked[3]?.url.searchParams.get('cursor')).toBe('older');
      await server.asked[3]?.answer(labelled([7, 6], 6));
      expect(await whole).toBe(true);
      expect(idsOf(list)).toEqual([9, 8, 7, 6]);
      expect(list.rows.map((row) => row.sentiment)).toEqual([0, -1, -1, 0]);
      expect(list.next).toBe('oldest');
      list.more();
      expect(server.asked[4]?.url.searchParams.get('cursor')).toBe('oldest');
    });

    test('keeps a row that no longer belongs in it, and says so', async () => {
      const list = await grown();
      const whole = list.look();
      await passed();
      await server.asked[2]?.answer(page([9, 7], null));
      await server.asked[3]?.answer(page([7, 6], null));
      expect(await whole).toBe(false);
      expect(idsOf(list)).toEqual([9, 8, 7, 6]);
    });

    test('is left alone where another one took its place meanwhile', async () => {
      const list = await grown();
      const whole = list.look();
      list.first.reload();
      await passed();
      await server.asked[3]?.answer(page([10, 9], 'older'));
      await server.asked[2]?.answer(labelled([9, 8], 9));
      expect(await whole).toBe(true);
      expect(list.rows.map(({ postId, sentiment }) => [postId, sentiment])).toEqual([
        [10, -1],
        [9, -1],
      ]);
    });
  });
});
