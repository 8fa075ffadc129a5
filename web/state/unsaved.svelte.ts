import { untrack } from 'svelte';
import { t } from '../words/say.svelte.ts';

/** What somebody types into a form, until it is saved. */
export interface Draft {
  /** Whether leaving would lose anything. */
  readonly unsaved: boolean;
}

const held = new Set<Draft>();

/**
 * Watches over a form with these values, which a component calls while it is made: whoever leaves while they differ
 * from what they began with is asked first.
 */
export function keepsDraft(values: () => unknown): Draft {
  const start = untrack(() => JSON.stringify(values()));
  const draft: Draft = {
    get unsaved() {
      return JSON.stringify(values()) !== start;
    },
  };
  $effect(() => {
    held.add(draft);
    return () => held.delete(draft);
  });
  return draft;
}

/** Asks where something would be lost; true: nothing would be, or the reader wants to leave nevertheless. */
export function mayLeave(drafts: Iterable<Draft> = held): boolean {
  return ![...drafts].some(({ unsaved }) => unsaved) || confirm(t().forms.leave);
}

/** Whether a click leads to another page of ours, in this window. */
function leads(event: MouseEvent): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.hasAttribute('download') || link.hash) return false;
  return !link.pathname.startsWith('/api/') && link.href !== location.href;
}

document.addEventListener(
  'click',
  (event) => {
    if (!leads(event) || mayLeave()) return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);
// The browser's own buttons. Where a browser tells of them only when it has gone already, nobody can be asked.
globalThis.navigation?.addEventListener('navigate', (event) => {
  if (event.navigationType === 'traverse' && event.cancelable && !mayLeave()) event.preventDefault();
});
addEventListener('beforeunload', (event) => {
  if ([...held].some(({ unsaved }) => unsaved)) event.preventDefault();
});
