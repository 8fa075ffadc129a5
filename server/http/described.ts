import type { MiddlewareHandler, ValidationTargets } from 'hono';
import type { z } from 'zod';
import type { ErrorCode } from '../core/errors.ts';

/** Under which heading an operation stands in the document. */
export const TAGS = {
  situation: { en: 'Situation', zh: '态势' },
  alerts: { en: 'Alerts', zh: '预警' },
  mentions: { en: 'Mentions', zh: '内容' },
  trends: { en: 'Trends', zh: '趋势' },
  stories: { en: 'Stories', zh: '事件' },
  service: { en: 'Service quality', zh: '服务期望' },
  settings: { en: 'Watches and playbooks', zh: '方案与预案' },
  operation: { en: 'Operation', zh: '运行' },
  push: { en: 'Push', zh: '推送' },
  webhooks: { en: 'Webhooks', zh: 'Webhook 通知' },
} as const;

/** A request that is not checked by a schema of its own: its raw form. */
export interface RawBody {
  readonly types: readonly string[];
  readonly schema?: z.ZodType;
}

interface Described {
  /** Unique, and never changed: clients are generated from it. */
  readonly id: string;
  readonly tag: keyof typeof TAGS;
  readonly en: string;
  readonly zh: string;
  /** Of a 200: a schema, a media type that is no JSON, or nothing where it is JSON without a promise. */
  readonly answer?: z.ZodType | `${string}/${string}`;
  /** Other statuses with the same answer. */
  readonly alsoStatus?: readonly number[];
  readonly body?: RawBody;
  readonly headers?: Readonly<Record<string, { readonly en: string; readonly zh: string }>>;
  /** Besides those that follow from how the route is made. */
  readonly faults?: readonly ErrorCode[];
}

/**
 * For whom a described route is. `push`: programs with an ingest token. All others are read with a read token, and
 * say what becomes of one that is limited to some watches:
 * `watch`: it must name one of them in the query; `cut`: the route itself leaves out what is of others;
 * `same`: nothing in it is of a watch; `refused`: it cannot be cut honestly.
 */
export type Description = Described & { readonly limited: 'watch' | 'cut' | 'same' | 'refused' | 'push' };

export interface Bound {
  readonly target: keyof ValidationTargets;
  readonly schema: z.ZodType;
}

// Beside the handlers, which hono hands on as they are: a walk over the routes finds what was said of each.
const descriptions = new WeakMap<object, Description>();
const bounds = new WeakMap<object, Bound>();

/** First of the handlers of a route that programs may use; what is not described, no read token reaches. */
export function described(description: Description): MiddlewareHandler {
  const handler: MiddlewareHandler = (_, next) => next();
  descriptions.set(handler, description);
  return handler;
}

export const descriptionOf = (handler: object): Description | undefined => descriptions.get(handler);
export const boundOf = (handler: object): Bound | undefined => bounds.get(handler);

/** Remembers what a handler checks. */
export function bind<H extends object>(handler: H, bound: Bound): H {
  bounds.set(handler, bound);
  return handler;
}
