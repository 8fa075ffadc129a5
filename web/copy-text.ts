/**
 * Puts a text on the clipboard. Pages that came by plain http from another machine have no `navigator.clipboard`:
 * there a field that nobody sees is filled, selected and copied, as browsers still allow in answer to a click.
 * @returns whether it is there
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text: string): boolean {
  const from = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.setAttribute('aria-hidden', 'true');
  Object.assign(field.style, { position: 'fixed', insetBlockStart: '0', opacity: '0' });
  // Within a dialog nothing outside of it can be selected.
  (from?.closest('dialog') ?? document.body).append(field);
  try {
    field.select();
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (from instanceof HTMLElement) from.focus();
  }
}
