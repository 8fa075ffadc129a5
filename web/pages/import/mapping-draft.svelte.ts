import { type ImportField, type ImportFileRow, type ImportInspection, importApi } from '../../api-import.ts';
import { asFault, type Fault } from '../../fault.ts';

const PAUSE_MS = 350;

/** What a reader says of a file's columns, and how its first rows read under it. Call it while a component starts. */
export function mappingDraft(file: ImportFileRow) {
  let seen = $state.raw<ImportInspection | undefined>();
  let fault = $state.raw<Fault | undefined>();
  let busy = $state(true);
  let fields = $state.raw<Readonly<Record<string, string>>>({});
  let platform = $state('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();

  const draft = () => ({ fields, platform: platform.trim() || 'import' });
  async function look(first: boolean): Promise<void> {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    busy = true;
    try {
      const answer = await importApi.inspect(file.id, first ? null : draft(), signal);
      if (signal.aborted) return;
      seen = answer;
      fault = undefined;
      if (first) {
        fields = { ...answer.mapping.fields };
        platform = answer.mapping.platform;
      }
    } catch (error) {
      if (signal.aborted) return;
      fault = asFault(error);
    }
    busy = false;
  }
  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void look(false), PAUSE_MS);
  }
  $effect(() => {
    void look(true);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  });

  return {
    get seen() {
      return seen;
    },
    get fault() {
      return fault;
    },
    get busy() {
      return busy;
    },
    get fields() {
      return fields;
    },
    get platform() {
      return platform;
    },
    set platform(value: string) {
      platform = value;
      later();
    },
    /** Columns that no field takes. */
    get leftOut(): readonly string[] {
      const taken = new Set(Object.values(fields));
      return (seen?.columns ?? []).map(({ name }) => name).filter((name) => !taken.has(name));
    },
    get usable(): boolean {
      return Boolean(fields.text || fields.title);
    },
    choose(field: ImportField, column: string): void {
      const { [field]: _, ...rest } = fields;
      fields = column === '' ? rest : { ...rest, [field]: column };
      later();
    },
    draft,
    retry: () => void look(seen === undefined),
  };
}
