import { recall, remember } from './preferences.svelte.ts';

let name = $state(recall('name') ?? '');
let pending = $state.raw<((by: string) => void) | null>(null);

/** In whose name things are done: there are no accounts yet, so the page asks once and remembers. */
export const signer = {
  get name(): string {
    return name;
  },
  get asking(): boolean {
    return pending !== null;
  },
  /** Runs `action` with the name; asks for the name first where none is known. */
  sign(action: (by: string) => void): void {
    if (name) action(name);
    else pending = action;
  },
  answer(given: string): void {
    const trimmed = given.trim();
    if (!trimmed) return;
    name = trimmed;
    remember('name', trimmed);
    const action = pending;
    pending = null;
    action?.(trimmed);
  },
  cancel(): void {
    pending = null;
  },
  forget(): void {
    name = '';
    remember('name', '');
  },
};
