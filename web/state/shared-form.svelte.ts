import type { Fault } from '../fault.ts';
import type { Seen } from '../seen.ts';
import { isAsSent } from '../typed.ts';
import { action } from './action.svelte.ts';

interface FormSource<Value extends object, Screen> {
  /** As the server has it, with its mark. */
  shown(): { readonly value: Value; readonly mark: string };
  save(value: Seen<Value>): Promise<Screen>;
  read(): Promise<Screen>;
  /** The mark of the value in an answer. */
  markIn(screen: Screen): string;
  onchange(screen: Screen): void;
}

/**
 * A form for one value that other people may change as well. What is typed stays while they do, and is saved with the
 * mark of what its writer saw.
 */
export function sharedForm<Value extends object, Screen>(
  source: FormSource<Value, Screen>,
): {
  readonly value: Value;
  /** Everything that was typed is saved. */
  readonly saved: boolean;
  readonly busy: boolean;
  readonly fault: Fault | undefined;
  type(next: Value): void;
  /** @param over the mark of what is written over on purpose */
  save(over?: string): void;
  /** Shows what the server has, in place of what was typed. */
  load(): void;
} {
  let typed = $state.raw<{ readonly value: Value; readonly seen: string } | null>(null);
  let saved = $state(false);
  const saving = action();
  return {
    get value() {
      return typed?.value ?? source.shown().value;
    },
    get saved() {
      return saved;
    },
    get busy() {
      return saving.busy;
    },
    get fault() {
      return saving.fault;
    },
    type(next) {
      typed = { value: next, seen: typed?.seen ?? source.shown().mark };
      saved = false;
    },
    save(over) {
      const shown = source.shown();
      const sent = typed?.value ?? shown.value;
      const seen = over ?? typed?.seen ?? shown.mark;
      void saving.run(
        () => source.save({ ...sent, seen }),
        (screen) => {
          // Typed since: it goes on from what was just saved.
          typed = typed && !isAsSent(typed.value, sent) ? { ...typed, seen: source.markIn(screen) } : null;
          saved = typed === null;
          source.onchange(screen);
        },
      );
    },
    load() {
      void saving.run(
        () => source.read(),
        (screen) => {
          typed = null;
          source.onchange(screen);
        },
      );
    },
  };
}
