import type { Context, MiddlewareHandler } from 'hono';
import { detailOf, exportDetail } from '../core/access/audit.ts';
import { matchRoute, type RouteMatch } from '../core/access/route-match.ts';
import { AppError } from '../core/errors.ts';
import type { Queue } from '../core/job/job.ts';
import type { Db } from '../db/database.ts';
import { signAhead } from '../db/engine/signature.ts';
import { readJobSubject, readSubject, type Subject } from '../db/views/operation/subject-names.ts';
import { type Note, noteAudit, signedWork } from '../flows/access/note-audit.ts';
import type { HttpDeps } from './deps.ts';
import { authorOf } from './who.ts';

type Deps = Pick<HttpDeps, 'read' | 'write' | 'now' | 'log'>;

/** Of what has come to pass whether or not it can be written down: then that is a fault for the log. */
export async function noteSafely(deps: Omit<Deps, 'read'>, note: Note): Promise<void> {
  await noteAudit(deps.write, note).catch((err: unknown) =>
    deps.log.error({ err, action: note.action, who: note.who }, 'what happened could not be written down'),
  );
}

/** What the route read of the body; nobody is waited for while a transaction is open. */
async function bodyOf(c: Context): Promise<unknown> {
  return c.req.bodyCache.text === undefined ? null : c.req.json().catch(() => null);
}

interface What extends Pick<Note, 'action' | 'objectId'> {
  readonly params: RouteMatch['params'];
  readonly subject: Subject;
}

async function noteOf(deps: Deps, c: Context, { params, subject, ...what }: What): Promise<Note> {
  const body = await bodyOf(c);
  const said = typeof body === 'object' && body !== null && 'by' in body ? body.by : '';
  return {
    ...what,
    at: deps.now(),
    ...authorOf(c, typeof said === 'string' ? said.trim().slice(0, 80) : ''),
    detail: isRead(c)
      ? [detailOf(null, {}, subject), exportDetail(c.req.query())].filter(Boolean).join('\n')
      : detailOf(body ?? { name: c.req.query('name') }, params, subject),
  };
}

const isRead = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

/** A list of feeds may be looked at before it is taken in; a program that reads is known by its token. */
const isUntold = (c: Context): boolean =>
  c.req.query('dry') === '1' || c.req.method === 'HEAD' || c.get('reader') !== undefined;

/** Asked before it is done: what is deleted has no name afterwards. */
async function subjectOf(
  { read }: Deps,
  c: Context,
  action: string,
  params: RouteMatch['params'],
): Promise<Subject> {
  if (!action.startsWith('job.')) return readSubject(read, action, params);
  const body: unknown = await c.req.json().catch(() => null);
  const ids = typeof body === 'object' && body !== null && 'ids' in body ? body.ids : null;
  return Array.isArray(ids) ? readJobSubject(read, ids) : {};
}

const codeOf = ({ error }: Context): string => (error instanceof AppError ? error.code : 'internal');

/**
 * Writes down each change with the change itself (`signedWork`), and who takes a copy away before it goes. A request
 * that fails all the same, after a part of it was done, has a line of its own that says so.
 */
export function auditWrites(deps: Deps): MiddlewareHandler {
  return async (c, next) => {
    const found = matchRoute(c.req.method, c.req.path.slice('/api'.length));
    const action = found?.rule.action ?? null;
    if (!found || action === null || isUntold(c)) return next();
    const known = found.params.crisis ?? found.params.id ?? null;
    const { params } = found;
    const subject = await subjectOf(deps, c, action, params);
    const note = (made: string | null) =>
      noteOf(deps, c, { action, objectId: known ?? made, params, subject });
    const { signed } = await signedWork(note, next);
    if (c.res.ok && !signed) await noteAudit(deps.write, await note(null));
    if (c.res.ok || !signed) return;
    const written = await note(null);
    const detail = [written.detail, `fault=${codeOf(c)}`].filter(Boolean).join('\n');
    await noteSafely(deps, { ...written, detail });
  };
}

/** The queue as routes use it: what they ask of it is done elsewhere, so it is written down before it begins. */
export function announcing(queue: Queue, db: Db): Queue {
  return {
    ...queue,
    async add(...job) {
      await signAhead(db);
      return queue.add(...job);
    },
    async ask(...job) {
      await signAhead(db);
      return queue.ask(...job);
    },
    async replay(ids) {
      await signAhead(db);
      return queue.replay(ids);
    },
    async discard(ids) {
      await signAhead(db);
      return queue.discard(ids);
    },
  };
}
