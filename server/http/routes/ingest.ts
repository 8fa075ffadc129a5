import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { AppError, notFound } from '../../core/errors.ts';
import type { ImportMapping } from '../../core/import/import-mapping.ts';
import { demandItems, itemsOf } from '../../core/import/push.ts';
import { DAY } from '../../core/time.ts';
import { findMapping } from '../../db/import/import-mappings.ts';
import {
  addRequest,
  deleteRequest,
  forgetRequests,
  getRequest,
  type IngestRequest,
} from '../../db/import/ingest-requests.ts';
import { pushAnswer, pushBody } from '../answers/ingest.ts';
import { bodyText } from '../body-text.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { readForm } from '../form.ts';
import { idempotencyKey } from '../idempotency-key.ts';
import type { PushContext } from '../push-guard.ts';
import { isStorable } from '../storable.ts';
import { validate } from '../validate.ts';

type Push = Context<PushContext>;

/** How long a sender waits; what is not done then is done later, and can be asked for by its key. */
const WAIT_MS = 30_000;

function demandType(c: Push, wanted: RegExp, words: string): void {
  const type = c.req.header('content-type') ?? '';
  const packed = c.req.header('content-encoding') ?? 'identity';
  if (!wanted.test(type)) throw new AppError('unsupported_type', `send ${words}, not ${type || 'nothing'}`);
  if (packed !== 'identity') throw new AppError('unsupported_type', `send it unpacked, not ${packed}`);
}

/** The body as JSON in UTF-8 with a number of items that can be taken. */
async function readItems(c: Push): Promise<Uint8Array> {
  demandType(c, /^application\/([\w.+-]+\+)?json\b/i, 'application/json');
  const text = bodyText(new Uint8Array(await c.req.arrayBuffer()), c.req.header('content-type') ?? '');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (fault) {
    throw new AppError(
      'bad_request',
      `the body is no JSON: ${fault instanceof Error ? fault.message : fault}`,
    );
  }
  demandItems(itemsOf(body));
  return Buffer.from(text);
}

/** A message as it is, or in the form field where SendGrid (`email`) and Mailgun (`body-mime`) put it. */
async function readMessage(c: Push): Promise<Uint8Array> {
  const forms = 'multipart\\/form-data|application\\/x-www-form-urlencoded';
  demandType(c, new RegExp(`^(message\\/rfc822|${forms})\\b`, 'i'), 'message/rfc822');
  if (/^message/i.test(c.req.header('content-type') ?? '')) return new Uint8Array(await c.req.arrayBuffer());
  const form = await readForm(c);
  if (form === null) throw new AppError('bad_request', 'the form cannot be read: is its boundary named?');
  const field = form.email ?? form['body-mime'];
  if (typeof field === 'string' && field !== '') return Buffer.from(field);
  if (field instanceof File) return new Uint8Array(await field.arrayBuffer());
  throw new AppError('bad_request', 'the form has no field email or body-mime with the raw message');
}

interface Brought {
  readonly kind: IngestRequest['kind'];
  readonly mapping: ImportMapping | null;
  readonly body: Uint8Array;
}

/** Same key and same body: the same answer. Another body under it, or the first still under way: refused. */
async function demandSame(deps: HttpDeps, request: IngestRequest, bodyHash: string): Promise<void> {
  if (request.bodyHash !== bodyHash) {
    throw new AppError('key_reused', 'this Idempotency-Key was used for another body');
  }
  if (request.answer === null && Math.abs(deps.now() - request.createdAt) < WAIT_MS) {
    throw new AppError('conflict', 'the first push with this Idempotency-Key is still under way', {
      retryAfterSeconds: 2,
    });
  }
}

const mappingParam = z.object({ mapping: z.string() });

/** What all three doors have in common, for the document. */
const PUSHED = {
  answer: pushAnswer,
  alsoStatus: [207, 422],
  headers: {
    'Idempotency-Key': {
      en: 'The same body under the same key gets the same answer for a day',
      zh: '一天之内，同一个键和同样的内容得到同样的回答',
    },
  },
  faults: ['bad_request', 'too_large', 'unsupported_type', 'key_reused', 'conflict'],
} as const;

async function take(deps: HttpDeps, c: Push, brought: Brought) {
  const key = idempotencyKey(c);
  const mapping = JSON.stringify(brought.mapping);
  const hash = createHash('sha256')
    .update(`${brought.kind}\n${mapping}\n`)
    .update(brought.body)
    .digest('hex');
  const wanted = { tokenId: c.get('pushToken').id, key, bodyHash: hash, ...brought };
  const { fresh, request } = await addRequest(deps.write, wanted, deps.now());
  if (!fresh) await demandSame(deps, request, hash);
  if (request.answer === null) await wait(deps, request.id, key);
  else c.header('Idempotency-Replayed', 'true');
  const { answer } = (await getRequest(deps.read, request.id)) ?? request;
  if (answer === null) throw new AppError('internal', `push ${request.id} was not answered`);
  if (key === null) await deleteRequest(deps.write, request.id);
  if (request.id % 20 === 0) await forgetRequests(deps.write, deps.now() - DAY);
  return c.json(answer.body as object, answer.status as ContentfulStatusCode);
}

async function wait(deps: HttpDeps, requestId: number, key: string | null): Promise<void> {
  try {
    await deps.queue.ask('ingest', { requestId }, WAIT_MS);
  } catch (fault) {
    const late = fault instanceof AppError && fault.code === 'busy';
    if (key === null || !late) await deleteRequest(deps.write, requestId);
    if (!late) throw fault;
    const again = key === null ? 'again' : 'again with the same Idempotency-Key';
    throw new AppError('busy', `not stored yet: send it ${again}`, { retryAfterSeconds: 5 });
  }
}

async function mappingOf(deps: HttpDeps, name: string): Promise<ImportMapping> {
  if (!isStorable(name)) throw new AppError('bad_request', 'mapping: no mapping has such a name');
  const saved = await findMapping(deps.read, name);
  if (saved === null) throw notFound('mapping named', name);
  return saved.mapping;
}

const POSTS = described({
  id: 'pushPosts',
  tag: 'push',
  en: 'Push posts; each is answered',
  zh: '推送内容，逐条返回结果',
  limited: 'push',
  ...PUSHED,
  body: { types: ['application/json'], schema: pushBody },
});
const MAIL = described({
  id: 'pushMail',
  tag: 'push',
  en: 'Push a mail: one post, and the tables attached to it',
  zh: '推送一封邮件：一条内容，附件里的表格照样导入',
  limited: 'push',
  ...PUSHED,
  body: { types: ['message/rfc822', 'multipart/form-data'] },
});
const MAPPED = described({
  id: 'pushMapped',
  tag: 'push',
  en: 'Push JSON of any form, read by a remembered mapping',
  zh: '推送任意格式的 JSON，按记住的列读取',
  limited: 'push',
  ...PUSHED,
  body: { types: ['application/json'] },
});

/** The door for programs: posts as documented, a mail, or whatever a remembered mapping reads. */
export const ingestRoutes = (deps: HttpDeps) =>
  new Hono<PushContext>()
    .post('/ingest', POSTS, async (c) =>
      take(deps, c, { kind: 'items', mapping: null, body: await readItems(c) }),
    )
    .post('/ingest/mail', MAIL, async (c) =>
      take(deps, c, { kind: 'mail', mapping: null, body: await readMessage(c) }),
    )
    .post('/ingest/:mapping', MAPPED, validate('param', mappingParam), async (c) => {
      const mapping = await mappingOf(deps, c.req.valid('param').mapping);
      return take(deps, c, { kind: 'items', mapping, body: await readItems(c) });
    });
