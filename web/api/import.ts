import type { SavedMapping } from '../../server/core/import/import-mapping.ts';
import type {
  ImportFault,
  ImportFileRow,
  ImportInspection,
  ImportsScreen,
  IngestToken,
} from '../../server/core/screens/import.ts';
import { client, done, param, take, within } from './client.ts';

export type { ImportField } from '../../server/core/import/import-columns.ts';
export type { SavedMapping } from '../../server/core/import/import-mapping.ts';
export type { FileShape } from '../../server/core/import/inbox.ts';
export type * from '../../server/core/screens/import.ts';

/** What the page sends of a mapping. */
export interface MappingDraft {
  readonly fields: Readonly<Record<string, string>>;
  readonly platform: string;
}

const sent = ({ fields, platform }: MappingDraft) => ({ fields: { ...fields }, platform });

/** Every request of the import page but the upload itself, which tells how far it is. */
export const importApi = {
  screen: (signal?: AbortSignal): Promise<ImportsScreen> =>
    take<ImportsScreen>(client.imports.$get({}, within(signal))),
  file: (id: number, signal?: AbortSignal): Promise<ImportFileRow> =>
    take<ImportFileRow>(client.imports[':id'].$get({ param: param(id) }, within(signal))),
  faults: (id: number, signal?: AbortSignal): Promise<readonly ImportFault[]> =>
    take<readonly ImportFault[]>(client.imports[':id'].faults.$get({ param: param(id) }, within(signal))),
  /** Null: as remembered, or guessed. */
  inspect: (id: number, draft: MappingDraft | null, signal?: AbortSignal): Promise<ImportInspection> => {
    const json = { mapping: draft === null ? null : sent(draft) };
    return take<ImportInspection>(
      client.imports[':id'].inspect.$post({ param: param(id), json }, within(signal)),
    );
  },
  start: (id: number, draft: MappingDraft, remember: string | null): Promise<ImportFileRow> => {
    const json = { mapping: sent(draft), remember };
    return take<ImportFileRow>(client.imports[':id'].start.$post({ param: param(id), json }));
  },
  remember: (id: number, draft: MappingDraft, name: string) =>
    done(client.imports[':id'].remember.$post({ param: param(id), json: { mapping: sent(draft), name } })),
  withdraw: (id: number): Promise<ImportFileRow> =>
    take<ImportFileRow>(client.imports[':id'].withdraw.$post({ param: param(id) })),
  remove: (id: number) => done(client.imports[':id'].$delete({ param: param(id) })),
  removeMapping: ({ id }: SavedMapping) =>
    done(client['import-mappings'][':id'].$delete({ param: param(id) })),

  tokens: (signal?: AbortSignal): Promise<readonly IngestToken[]> =>
    take<readonly IngestToken[]>(client['ingest-tokens'].$get({}, within(signal))),
  makeToken: (name: string): Promise<{ token: string; row: IngestToken }> =>
    take<{ token: string; row: IngestToken }>(client['ingest-tokens'].$post({ json: { name } })),
  revokeToken: (id: number) => done(client['ingest-tokens'][':id'].$delete({ param: param(id) })),
};
