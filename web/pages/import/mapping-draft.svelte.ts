import { type ImportField, type ImportFileRow, type ImportInspection, importApi } from '../../api/import.ts';
import { look as lookAt } from '../../state/look.svelte.ts';

/** What a reader says of a file's columns, and how its first rows read under it. Call it while a component starts. */
export function mappingDraft(file: ImportFileRow) {
  let fields = $state.raw<Readonly<Record<string, string>>>({});
  let platform = $state('');
  const draft = () => ({ fields, platform: platform.trim() || 'import' });
  const look = lookAt<ImportInspection>(
    (first, signal) => importApi.inspect(file.id, first ? null : draft(), signal),
    ({ mapping }) => {
      fields = { ...mapping.fields };
      platform = mapping.platform;
    },
  );

  return {
    get seen() {
      return look.seen;
    },
    get fault() {
      return look.fault;
    },
    get busy() {
      return look.busy;
    },
    get fields() {
      return fields;
    },
    get platform() {
      return platform;
    },
    set platform(value: string) {
      platform = value;
      look.later();
    },
    /** Columns that no field takes. */
    get leftOut(): readonly string[] {
      const taken = new Set(Object.values(fields));
      return (look.seen?.columns ?? []).map(({ name }) => name).filter((name) => !taken.has(name));
    },
    get usable(): boolean {
      return Boolean(fields.text || fields.title);
    },
    choose(field: ImportField, column: string): void {
      const { [field]: _, ...rest } = fields;
      fields = column === '' ? rest : { ...rest, [field]: column };
      look.later();
    },
    draft,
    retry: look.retry,
  };
}
