/** What was pressed last: a click in Safari leaves the focus where it was. */
let pressed: Element | null = null;
document.addEventListener(
  'click',
  ({ target }) => {
    pressed = target instanceof Element ? target.closest('button, a, summary, select') : null;
  },
  { capture: true },
);

/** What opened something that is being opened now. */
export function openerNow(): Element | null {
  const focused = document.activeElement;
  return focused === null || focused === document.body ? pressed : focused;
}

/** What was pressed to open something within the page: it may have moved the focus into itself by now. */
export function pressedNow(): Element | null {
  return pressed;
}

/**
 * Whoever works by keyboard goes on where they were, unless they have gone on elsewhere.
 * @param around where a button that says the same is looked for, if the opener itself made way for what it opened
 */
export function giveBack(opener: Element | null, around: Element | null = null): void {
  const isFree = document.activeElement === null || document.activeElement === document.body;
  if (!isFree) return;
  const back = opener?.isConnected ? opener : standIn(opener, around);
  if (back instanceof HTMLElement) back.focus({ preventScroll: true });
}

function standIn(opener: Element | null, around: Element | null): Element | null {
  if (opener === null || !around?.isConnected) return null;
  const says = opener.textContent.trim();
  return [...around.querySelectorAll('button')].find((each) => each.textContent.trim() === says) ?? null;
}
