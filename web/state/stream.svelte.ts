import type { MentionRow } from '../api.ts';

const keyOf = (row: MentionRow): string => `${row.postId}-${row.watchId}`;

/**
 * What a live list shows: new rows come in by themselves only while the reader is at its top;
 * otherwise they wait and are counted. Nothing moves while it is being read.
 */
export function createStream(rows: () => readonly MentionRow[]): {
  readonly shown: readonly MentionRow[];
  readonly waiting: number;
  scrolled(top: number): void;
  show(): void;
  isFresh(row: MentionRow): boolean;
} {
  let atTop = $state(true);
  let held = $state.raw<readonly MentionRow[] | null>(null);
  let seen = new Set<string>();
  let before = new Set<string>();
  let first = true;

  const shown = $derived(held ?? rows());
  const heldKeys = $derived(new Set((held ?? []).map(keyOf)));
  const waiting = $derived(held ? rows().filter((row) => !heldKeys.has(keyOf(row))).length : 0);

  $effect.pre(() => {
    const keys = new Set(shown.map(keyOf));
    before = first ? keys : seen;
    seen = keys;
    first = false;
  });

  return {
    get shown() {
      return shown;
    },
    get waiting() {
      return waiting;
    },
    scrolled(top) {
      const nowAtTop = top < 8;
      if (nowAtTop === atTop) return;
      atTop = nowAtTop;
      held = nowAtTop ? null : rows();
    },
    show() {
      atTop = true;
      held = null;
    },
    isFresh: (row) => !before.has(keyOf(row)),
  };
}
