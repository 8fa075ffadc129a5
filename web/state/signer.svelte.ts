import { can, me } from './me.svelte.ts';
import { recall, remember } from './preferences.svelte.ts';

let name = $state(recall('name') ?? '');
let refused = $state(false);
let pending = $state.raw<((by: string) => void) | null>(null);

/** In whose name things are done: the account's; where there are none the page asks once and remembers. */
export const signer = {
  get name(): string {
    return me.name ?? name;
  },
  /** Somebody tried what their role does not allow. */
  get refused(): boolean {
    return refused;
  },
  get asking(): boolean {
    return pending !== null;
  },
  /** Runs `action` with the name; asks for the name first where none is known. */
  sign(action: (by: string) => void): void {
    refused = !can('member');
    if (refused) return;
    const by = me.name ?? name;
    if (by) action(by);
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
    refused = false;
    pending = null;
  },
  forget(): void {
    name = '';
    remember('name', '');
  },
};
