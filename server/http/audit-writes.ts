import type { Context, MiddlewareHandler } from 'hono';
import { type AuditEntry, detailOf } from '../core/access/audit.ts';
import { matchRoute } from '../core/access/route-match.ts';
import { noteAudit } from '../flows/access/note-audit.ts';
import type { HttpDeps } from './deps.ts';
import { authorOf } from './who.ts';

type Deps = Pick<HttpDeps, 'write' | 'now' | 'log'>;

/** What is done is done: that it could not be written down is a fault for the log, not for who did it. */
export async function noteSafely(
  deps: Deps,
  entry: Omit<AuditEntry, 'objectId' | 'detail'> & Partial<AuditEntry>,
): Promise<void> {
  await noteAudit(deps.write, entry).catch((err: unknown) =>
    deps.log.error({ err, action: entry.action, who: entry.who }, 'a change could not be written down'),
  );
}

async function jsonOf(
  message: { json(): Promise<unknown> },
  type: string | null | undefined,
): Promise<unknown> {
  if (!type?.includes('json')) return null;
  return message.json().catch(() => null);
}

const numberIn = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null) return null;
  if ('id' in value && typeof value.id === 'number') return String(value.id);
  return 'row' in value ? numberIn(value.row) : null;
};

/** What was made has its number in the answer only. */
async function objectOf(c: Context, params: Readonly<Record<string, string>>): Promise<string | null> {
  const known = params.crisis ?? params.id;
  if (known !== undefined || c.res.status !== 201) return known ?? null;
  return numberIn(await jsonOf(c.res.clone(), c.res.headers.get('content-type')));
}

/** Writes down each change that was made. */
export function auditWrites(deps: Deps): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const found = matchRoute(c.req.method, c.req.path.slice('/api'.length));
    // A list of feeds may be looked at before it is taken in.
    if (!found?.rule.action || !c.res.ok || c.req.query('dry') === '1') return;
    const body = await jsonOf(c.req, c.req.header('content-type'));
    const said = typeof body === 'object' && body !== null && 'by' in body ? body.by : '';
    await noteSafely(deps, {
      ...{ at: deps.now(), action: found.rule.action },
      ...authorOf(c, typeof said === 'string' ? said.trim().slice(0, 80) : ''),
      objectId: await objectOf(c, found.params),
      detail: detailOf(body ?? { name: c.req.query('name') }),
    });
  };
}
