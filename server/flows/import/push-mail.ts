import { createHash } from 'node:crypto';
import { mapColumns } from '../../core/import/import-columns.ts';
import type { Inbox } from '../../core/import/inbox.ts';
import type { Mail, MailTable } from '../../core/import/mail.ts';
import type { PushAnswer } from '../../core/import/push.ts';
import type { SourcePost } from '../../core/mention/post.ts';
import type { ImportInspection } from '../../core/screens/import.ts';
import { addImportFile, beginImport, changeImportFile } from '../../db/import/import-files.ts';
import { getRequest } from '../../db/import/ingest-requests.ts';
import { type IngestReport, ingest } from '../ingest/ingest.ts';
import type { ImportDeps } from './import.ts';
import { isFileFault } from './import-file.ts';
import { inspectImport } from './inspect-import.ts';
import { answerOf, keepAnswer, type PushedPosts, pushOrigin } from './push.ts';

export interface MailDeps extends ImportDeps {
  readonly inbox: Inbox;
  readonly readMail: (bytes: Uint8Array) => Promise<Mail>;
}

const MAX_TABLE_BYTES = 25 * 1024 * 1024;

type FileAnswer = NonNullable<PushAnswer['files']>[number];

/**
 * Stores a mail as one post and takes its tables into the inbox. An automatic reply is no post, its tables are taken
 * all the same; of what comes back from here nothing is. Those whose columns are known begin to be
 * imported; the others wait on the page for somebody to say what their columns mean.
 * @returns null when it is answered already, or given up
 */
export async function takeMail(
  deps: MailDeps,
  input: { readonly requestId: number },
): Promise<{ readonly report: IngestReport; readonly started: readonly number[] } | null> {
  const request = await getRequest(deps.db, input.requestId);
  if (request === null || request.body === null || request.answer !== null) return null;
  const mail = await deps.readMail(request.body);
  const onlyTables = mail.tables.length > 0 && mail.subject === '' && mail.text === '';
  const pushed = onlyTables ? NOTHING : pushedOf(mail, deps);
  // The post first: done twice, it is known the second time, and tables imported twice change nothing.
  const report = await ingest(deps, {
    ...pushed,
    origin: pushOrigin(request),
    inlet: pushOrigin(request),
  });
  const files: FileAnswer[] = [];
  const tables = mail.noPost === 'own-mail' ? [] : mail.tables;
  for (const table of tables) files.push(await takeTable(deps, table));
  const answer = answerOf(pushed, report);
  const body = tables.length > 0 ? { ...answer, files } : answer;
  await deps.db.transaction().execute((tx) => keepAnswer(tx, request, body, deps.now()));
  return { report, started: files.flatMap(({ id, state }) => (state === 'running' ? [id] : [])) };
}

const NOTHING: PushedPosts = { posts: [], positions: [], refused: [], received: 0 };

/** One post, or why it is none. Of its words only the subject is kept then: a sealed link may stand in the others. */
function pushedOf(mail: Mail, deps: MailDeps): PushedPosts {
  if (mail.noPost === null) return { ...NOTHING, posts: [postOf(mail, deps)], positions: [0], received: 1 };
  const refused = [{ index: 0, reason: mail.noPost, excerpt: mail.subject.slice(0, 200) }];
  return { ...NOTHING, refused, received: 1 };
}

function postOf(mail: Mail, { now, readTime }: MailDeps): SourcePost {
  const at = mail.date === null ? null : readTime(mail.date, now());
  const content = JSON.stringify([mail.from, mail.date, mail.subject, mail.text]);
  const id = mail.messageId ?? createHash('sha256').update(content).digest('base64url').slice(0, 22);
  return {
    source: 'import',
    platform: 'mail',
    externalId: `mail:${id}`,
    text: mail.text,
    ...(mail.subject === '' ? {} : { title: mail.subject }),
    ...(mail.from === null ? {} : { author: mail.from }),
    ...(at === null ? { precision: 'none' } : { publishedAt: at.at, precision: at.precision }),
    observedAt: now(),
  };
}

async function takeTable(deps: MailDeps, table: MailTable): Promise<FileAnswer> {
  const { db, inbox, now } = deps;
  const id = await addImportFile(db, { name: table.name.slice(0, 200), via: 'mail' }, now());
  const bytes = await inbox.put(id, oneChunk(table.bytes), MAX_TABLE_BYTES);
  await changeImportFile(db, id, { bytes });
  try {
    const seen = await inspectImport(deps, { importId: id, mapping: null });
    const begun = isKnown(seen) && (await beginImport(db, id, seen.mapping));
    return { id, name: table.name, state: begun ? 'running' : 'ready' };
  } catch (fault) {
    if (!isFileFault(fault)) throw fault;
    await changeImportFile(db, id, { state: 'failed', error: fault.message, endedAt: now() });
    await inbox.remove(id);
    return { id, name: table.name, state: 'failed' };
  }
}

/** Remembered, or named so that nobody has to guess which column is the text. */
function isKnown({ good, remembered, columns }: ImportInspection): boolean {
  const { text, title } = mapColumns(columns.map(({ name }) => name));
  return good > 0 && (remembered !== null || (text ?? title) !== undefined);
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
