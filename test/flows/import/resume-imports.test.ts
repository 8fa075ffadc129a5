import { expect, test } from 'vitest';
import { addImportFile, changeImportFile, getImportFile } from '../../../server/db/import/import-files.ts';
import { resumeImports } from '../../../server/flows/import/resume-imports.ts';
import { openInbox } from '../../../server/inbox.ts';
import { tempFolder } from '../../support/database.ts';
import { NOW } from '../../support/make.ts';
import { handlersOf, queueBenches, until } from '../../support/queues.ts';

const makeQueues = queueBenches();

test('an import left under way without a job is asked for again; one begun too often is over', async () => {
  const bench = await makeQueues();
  const { db } = bench;
  const queue = await bench.side();
  const deps = { db, queue, inbox: openInbox({ dataFolder: tempFolder() }, db), now: () => NOW };
  const id = await addImportFile(db, { name: 'a.csv', via: 'page' }, NOW);
  const file = () => getImportFile(db, id);
  await changeImportFile(db, id, { state: 'running' });
  await resumeImports(deps);
  await resumeImports(deps);
  expect(await bench.jobs()).toMatchObject([{ kind: 'import-file', status: 'waiting' }]);
  expect(await file()).toMatchObject({ state: 'running' });
  await bench.crash(5);
  queue.work(handlersOf({}), {});
  await until(async () => expect(await queue.stateOf('import-file', `import:${id}`)).toBe('dead'));
  await resumeImports(deps);
  expect(await file()).toMatchObject({ state: 'failed' });
});
