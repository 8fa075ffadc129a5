import { tick } from 'svelte';
import { type Draft, mayLeave } from '../state/unsaved.svelte.ts';
import { giveBack, pressedNow } from './give-back.ts';

const FIELDS = 'input, select, textarea';

/**
 * A form that opened within a page: the focus goes into it, Esc leaves it, and the focus goes back to what
 * opened it.
 * @param draft what is typed into it: where that would be lost by a slip of a finger, whoever leaves is asked
 */
export function dismissible(leave: () => void, draft?: Draft): (form: HTMLElement) => () => void {
  return (form) => {
    const opener = pressedNow();
    const around = form.parentElement?.closest('section, header, main') ?? null;
    const keys = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      // A dialog around it stays open.
      event.preventDefault();
      event.stopPropagation();
      if (mayLeave(draft ? [draft] : [])) leave();
    };
    form.addEventListener('keydown', keys);
    void tick().then(() => {
      if (!form.contains(document.activeElement)) form.querySelector<HTMLElement>(FIELDS)?.focus();
    });
    return () => {
      form.removeEventListener('keydown', keys);
      void tick().then(() => giveBack(opener, around));
    };
  };
}
