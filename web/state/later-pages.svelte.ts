import { asFault, type Fault } from '../fault.ts';

interface Page {
  readonly next: string | null;
}

/**
 * The pages that follow the first one of a list. They belong to that very page: as soon as another one stands in its
 * place there are none, and what is still under way for the old one is dropped when it arrives.
 */
export function laterPages<P extends Page>(
  first: () => P | undefined,
  load: (cursor: string, first: P) => Promise<P>,
) {
  let kept = $state.raw<{ readonly of: P; readonly pages: readonly P[] } | null>(null);
  let run = $state.raw<{ readonly of: P; readonly fault: Fault | undefined } | null>(null);
  const pages = $derived<readonly P[]>(kept !== null && kept.of === first() ? kept.pages : []);
  const next = $derived((pages.at(-1) ?? first())?.next ?? null);
  const running = $derived(run !== null && run.of === first() ? run : null);

  return {
    get pages() {
      return pages;
    },
    get next() {
      return next;
    },
    get busy() {
      return running !== null && running.fault === undefined;
    },
    get fault() {
      return running?.fault;
    },
    async more(): Promise<void> {
      const of = first();
      const cursor = next;
      if (of === undefined || cursor === null || (running !== null && running.fault === undefined)) return;
      const mine = { of, fault: undefined };
      run = mine;
      try {
        const page = await load(cursor, of);
        if (of !== first()) return;
        kept = { of, pages: [...pages, page] };
        run = null;
      } catch (error) {
        if (run === mine) run = { of, fault: asFault(error) };
      }
    },
  };
}
