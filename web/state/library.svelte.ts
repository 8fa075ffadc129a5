import { api, type Library } from '../api/client.ts';
import { asFault, type Fault } from '../fault.ts';
import { preferences } from './preferences.svelte.ts';

let data = $state.raw<Library | undefined>();
let fault = $state.raw<Fault | undefined>();
let busy = false;

async function load(): Promise<void> {
  if (data !== undefined || busy) return;
  busy = true;
  fault = undefined;
  try {
    data = await api.library();
  } catch (error) {
    fault = asFault(error);
  } finally {
    busy = false;
  }
}

/** Playbooks and handbook: they change with a release only, so one answer serves every page. */
export const library = {
  get data(): Library | undefined {
    return data;
  },
  get fault(): Fault | undefined {
    return fault;
  },
  /** Asks once; after a failure it asks again. */
  load,
  reload(): void {
    void load();
  },
};

type Named = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

/** The word of a code in the handbook's own table; a code without one is shown as it is. */
function named(table: Named | undefined, code: string): string {
  const words = table && Object.hasOwn(table, code) ? table[code] : undefined;
  return words ? words[preferences.language] : code;
}
export const roleWord = (code: string): string => named(data?.handbook.roles, code);
export const phaseWord = (code: string): string => named(data?.handbook.phases, code);
export const variableWord = (code: string): string => named(data?.handbook.variables, code);
