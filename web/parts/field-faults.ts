import { faultWord } from '../words/fault-word.ts';
import { t } from '../words/say.svelte.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLSelectElement ||
  target instanceof HTMLTextAreaElement;

/**
 * Says under each field of the forms within what is wrong with it, until it is put right, and leads to the first one:
 * the browser's own bubble speaks the browser's language, and not that of the page.
 */
export function ownFaults(within: HTMLElement): () => void {
  const marked = new Map<Field, () => void>();
  let first: Field | undefined;

  function mark(field: Field): void {
    marked.get(field)?.();
    const line = document.createElement('span');
    line.className = 'hint field-fault';
    line.id = `fault-${crypto.randomUUID()}`;
    line.textContent = faultWord(field, t());
    const described = field.getAttribute('aria-describedby');
    field.setAttribute('aria-describedby', [described, line.id].filter(Boolean).join(' '));
    field.setAttribute('aria-invalid', 'true');
    (field.closest('.check') ?? field).after(line);
    marked.set(field, () => {
      line.remove();
      field.removeAttribute('aria-invalid');
      if (described === null) field.removeAttribute('aria-describedby');
      else field.setAttribute('aria-describedby', described);
      marked.delete(field);
    });
  }
  function refused(event: Event): void {
    if (!isField(event.target)) return;
    event.preventDefault();
    mark(event.target);
    if (first) return;
    first = event.target;
    // Once all are marked: each line added moves the fields below it.
    setTimeout(() => {
      first?.focus({ preventScroll: true });
      first?.scrollIntoView({ block: 'center' });
      first = undefined;
    });
  }
  function changed({ target }: Event): void {
    if (isField(target) && marked.has(target) && target.validity.valid) marked.get(target)?.();
  }
  within.addEventListener('invalid', refused, true);
  within.addEventListener('input', changed);
  within.addEventListener('change', changed);
  return () => {
    within.removeEventListener('invalid', refused, true);
    within.removeEventListener('input', changed);
    within.removeEventListener('change', changed);
  };
}
