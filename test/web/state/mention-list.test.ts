import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { heldServer, passed, room, state } from '../../support/runes.ts';

type Query = Readonly<Record<string, string>>;
interface List {
  readonly rows: readonly { readonly postId: number }[];
  readonly next: string | null;
  readonly growing: { readonly busy: boolean };
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
});
