import type { MentionRow } from '../api/client.ts';
import { mentionKey } from '../mention-key.ts';

/**
 * What a live list shows: new rows come in by themselves only while the reader is at its top;
 * otherwise they wait and are counted. Nothing moves while it is being read.
 * @param of what the rows are of: what was held of something else is not shown
 */
export function createStream(
  rows: () => readonly MentionRow[],
  of: () => string,
): {
  readonly shown: readonly MentionRow[];
  readonly waiting: number;
  scrolled(top: number): void;
  show(): void;
  isFresh(row: MentionRow): boolean;
} {
  let kept = $state.raw<{ readonly of: string; readonly rows: readonly MentionRow[] } | null>(null);
  let seen: { readonly of: string; readonly keys: ReadonlySet<string> } | null = null;
  let before: ReadonlySet<string> = new Set();

  const held = $derived(kept !== null && kept.of === of() ? kept.rows : null);
  const shown = $derived(held ?? rows());
  const heldKeys = $derived(new Set((held ?? []).map(mentionKey)));
  const waiting = $derived(held ? rows().filter((row) => !heldKeys.has(mentionKey(row))).length : 0);

  $effect.pre(() => {
    const now = { of: of(), keys: new Set(shown.map(mentionKey)) };
    before = seen?.of === now.of ? seen.keys : now.keys;
    seen = now;
  });

  return {
    get shown() {
      return shown;
    },
    get waiting() {
      return waiting;
    },
    scrolled(top) {
      if (top < 8) kept = null;
      else if (held === null) kept = { of: of(), rows: rows() };
    },
    show() {
      kept = null;
    },
    isFresh: (row) => !before.has(mentionKey(row)),
  };
}
