import { afterEach, describe, expect, test } from 'vitest';
import { passed, room, state } from '../../support/runes.ts';

interface Page {
  readonly name: string;
  readonly next: string | null;
}
interface Later {
  readonly pages: readonly Page[];
  readonly next: string | null;
  readonly busy: boolean;
  readonly fault: { readonly code: string } | undefined;
  more(): Promise<void>;
}
type Open = (first: () => Page | undefined, load: (cursor: string, first: Page) => Promise<Page>) => Later;
const { laterPages } = await state<{ laterPages: Open }>('later-pages');

let leave = (): void => undefined;
afterEach(() => leave());

/** A list whose later pages come when the test hands them out. */
function open() {
  const first = room.held<Page>({ name: 'A', next: 'a1' });
  const waiting: { readonly cursor: string; take(page: Page): void; refuse(error: Error): void }[] = [];
  const begun = room.begin(() =>
    laterPages(
      () => first.now,
      (cursor) => new Promise((take, refuse) => waiting.push({ cursor, take, refuse })),
    ),
  );
  leave = begun.leave;
  return { first, waiting, later: begun.made };
}
const namesOf = (later: Later) => later.pages.map(({ name }) => name);

describe('the pages that follow the first', () => {
  test('come one after another, and none twice', async () => {
    const { later, waiting } = open();
    void later.more();
    void later.more();
    expect(waiting.map(({ cursor }) => cursor)).toEqual(['a1']);
    expect(later.busy).toBe(true);
    waiting[0]?.take({ name: 'A1', next: 'a2' });
    await passed();
    expect(later.busy).toBe(false);
    void later.more();
    expect(waiting[1]?.cursor).toBe('a2');
  });

  test('are not those of a list that stood there before, nor does one of its pages keep the new one waiting', async () => {
    const { first, later, waiting } = open();
    void later.more();
    first.now = { name: 'B', next: 'b1' };
    expect(later.busy).toBe(false);
    void later.more();
    waiting[0]?.take({ name: 'A1', next: 'a2' });
    await passed();
    expect(namesOf(later)).toEqual([]);
    expect(later.busy).toBe(true);
    waiting[1]?.take({ name: 'B1', next: null });
    await passed();
    expect(namesOf(later)).toEqual(['B1']);
    expect(later.next).toBeNull();
  });

  test('are asked for again where the server failed, and a fault of the list before is not shown', async () => {
    const { first, later, waiting } = open();
    void later.more();
    waiting[0]?.refuse(new Error('gone'));
    await passed();
    expect(later.fault?.code).toBe('offline');
    void later.more();
    expect(later.fault).toBeUndefined();
    first.now = { name: 'B', next: 'b1' };
    waiting[1]?.refuse(new Error('gone'));
    await passed();
    expect(later.fault).toBeUndefined();
  });
});
