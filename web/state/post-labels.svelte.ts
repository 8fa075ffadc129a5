import { api, type LabelDraft, type PostLabels, type SentimentLabel } from '../api/client.ts';
import { agreedWith } from '../label-parts.ts';
import { action } from './action.svelte.ts';
import { resource } from './resource.svelte.ts';
import { signer } from './signer.svelte.ts';

/** Keys that label: 1 negative, 2 neutral, 3 positive. */
export const LABEL_KEYS: Readonly<Record<string, SentimentLabel>> = { '1': -1, '2': 0, '3': 1 };
export const SENTIMENTS = [-1, 0, 1] as const;

/** True where a key belongs to a field, or to a shortcut of the browser. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  return event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
}

/**
 * What people say of one post. A label is shown at once and sent; when it is refused, what was there before
 * comes back beside the fault. `copies`: whether it is said of all posts with the same text.
 */
export function postLabels(id: () => number, onchange: () => void, copies: () => boolean) {
  const known = resource(id, (postId, signal) => api.postLabels(postId, signal));
  const doing = action();
  let hoped = $state.raw<SentimentLabel | null>(null);

  function send(
    work: (by: string) => Promise<PostLabels>,
    sentiment: SentimentLabel | null,
    done?: () => void,
  ): void {
    signer.sign((by) => {
      if (doing.busy) return;
      hoped = sentiment;
      void doing
        .run(
          () => work(by),
          (answer) => {
            known.set(answer);
            done?.();
            onchange();
          },
        )
        .finally(() => {
          hoped = null;
        });
    });
  }

  const shown = $derived(hoped ?? known.data?.override?.sentiment ?? known.data?.machine.sentiment ?? null);
  return {
    known,
    doing,
    /** The sentiment that holds, or is about to. */
    get shown() {
      return shown;
    },
    get mine() {
      return known.data?.corrections.findLast(({ by }) => by === signer.name) ?? null;
    },
    /** `done` is called when the server has taken it. */
    say(draft: Omit<LabelDraft, 'by'>, done?: () => void): void {
      send((by) => api.label(id(), { by, ...draft, copies: copies() }), draft.sentiment ?? null, done);
    },
    agree(): void {
      if (known.data === undefined) return;
      const said = agreedWith(known.data);
      send((by) => api.label(id(), { by, ...said, copies: copies() }), shown);
    },
    undo(): void {
      send((by) => api.undoLabel(id(), by), null);
    },
  };
}
