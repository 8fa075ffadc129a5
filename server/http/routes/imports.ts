import { Hono } from 'hono';
import { z } from 'zod';
import { AppError, notFound } from '../../core/errors.ts';
import { IMPORT_FIELDS } from '../../core/import/import-columns.ts';
import type { ImportMapping } from '../../core/import/import-mapping.ts';
import type {
  ImportFault,
  ImportFileRow,
  ImportInspection,
  ImportsScreen,
} from '../../core/screens/import.ts';
import { getInspection, listImportFiles } from '../../db/import/import-files.ts';
import { deleteMapping, listMappings } from '../../db/import/import-mappings.ts';
import { listFaults } from '../../db/views/feed/import-faults.ts';
import { originOf } from '../../flows/import/import-file.ts';
import {
  demandFile,
  dropFile,
  receiveFile,
  rememberMapping,
  startImport,
} from '../../flows/import/receive-file.ts';
import { askWithdrawal } from '../../flows/import/withdraw-import.ts';
import type { HttpDeps } from '../deps.ts';
import { idParam, validate } from '../validate.ts';

const INSPECT_MS = 60_000;
const FILES_SHOWN = 30;

const column = z.string().min(1).max(500).optional();
const fields = z.object(
  Object.fromEntries(IMPORT_FIELDS.map((field) => [field, column])) as Record<
    (typeof IMPORT_FIELDS)[number],
    typeof column
  >,
);
const mapping = z.object({ fields, platform: z.string().trim().min(1).max(60) });
const inspectBody = z.object({ mapping: mapping.nullable() });
/** It becomes part of an address: `/api/ingest/NAME`. */
const mappingName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^/?#]+$/, 'must not hold / ? #')
  .refine((name) => name !== 'mail', 'is taken by the address for mails');
/** Under which name the mapping is remembered; null: it is not. */
const startBody = z.object({ mapping, remember: mappingName.nullable() });
const rememberBody = z.object({ mapping, name: mappingName });
const nameQuery = z.object({ name: z.string().trim().min(1).max(200) });

function mappingOf(body: z.output<typeof mapping>): ImportMapping {
  const given = Object.entries(body.fields).filter(([, value]) => value !== undefined);
  return { fields: Object.fromEntries(given), platform: body.platform };
}

async function fileOf(deps: HttpDeps, id: number): Promise<ImportFileRow> {
  return demandFile(deps.read, id);
}

const flowOf = (deps: HttpDeps) => ({ ...deps, db: deps.write });

const readRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/imports', async (c) => {
      const [files, mappings] = await Promise.all([
        listImportFiles(deps.read, FILES_SHOWN),
        listMappings(deps.read),
      ]);
      const screen: ImportsScreen = { files, mappings };
      return c.json(screen);
    })
    .get('/imports/:id', validate('param', idParam), async (c) =>
      c.json(await fileOf(deps, c.req.valid('param').id)),
    )
    .get('/imports/:id/faults', validate('param', idParam), async (c) => {
      const file = await fileOf(deps, c.req.valid('param').id);
      const faults: readonly ImportFault[] = await listFaults(deps.read, originOf(file), file.mapping);
      return c.json(faults);
    });

const writeRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/imports', validate('query', nameQuery), async (c) => {
      const { body } = c.req.raw;
      if (body === null) throw new AppError('bad_file', 'the file is empty');
      const id = await receiveFile(flowOf(deps), { name: c.req.valid('query').name, bytes: body });
      return c.json(await fileOf(deps, id), 201);
    })
    .post('/imports/:id/inspect', validate('param', idParam), validate('json', inspectBody), async (c) => {
      const { id } = c.req.valid('param');
      const { mapping: given } = c.req.valid('json');
      const wanted = given === null ? null : mappingOf(given);
      // Asked of one that is not there, the job would lie among the dead.
      await fileOf(deps, id);
      await deps.queue.ask('inspect-import', { importId: id, mapping: wanted }, INSPECT_MS);
      const seen = await getInspection(deps.read, id);
      if (seen === null) throw new AppError('conflict', 'the import has begun');
      const inspection: ImportInspection = seen;
      return c.json(inspection);
    })
    .post('/imports/:id/start', validate('param', idParam), validate('json', startBody), async (c) => {
      const { id } = c.req.valid('param');
      const { mapping: given, remember } = c.req.valid('json');
      await startImport(flowOf(deps), { id, mapping: mappingOf(given), remember });
      return c.json(await fileOf(deps, id), 202);
    })
    .post('/imports/:id/withdraw', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await askWithdrawal(flowOf(deps), id);
      return c.json(await fileOf(deps, id), 202);
    })
    .post('/imports/:id/remember', validate('param', idParam), validate('json', rememberBody), async (c) => {
      const { id } = c.req.valid('param');
      const { name, mapping: given } = c.req.valid('json');
      await rememberMapping(flowOf(deps), { id, mapping: mappingOf(given), remember: name });
      return c.body(null, 204);
    })
    .delete('/imports/:id', validate('param', idParam), async (c) => {
      const file = await fileOf(deps, c.req.valid('param').id);
      if (file.state === 'running' || file.state === 'withdrawing')
        throw new AppError('conflict', 'it is being imported or withdrawn');
      await dropFile(flowOf(deps), file.id);
      return c.body(null, 204);
    })
    .delete('/import-mappings/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      if (!(await deleteMapping(deps.write, id))) throw notFound('mapping', id);
      return c.body(null, 204);
    });

/** Files on their way in, and what is remembered of their columns. */
export const importRoutes = (deps: HttpDeps) =>
  new Hono().route('/', readRoutes(deps)).route('/', writeRoutes(deps));
