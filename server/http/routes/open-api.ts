import { Hono } from 'hono';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { documentOf } from '../open-api.ts';

/** The document of the API, made of the routes themselves. */
export function openApiRoutes(deps: Pick<HttpDeps, 'version'>, api: Pick<Hono, 'routes'>) {
  const own = new Hono().basePath('/api');
  let document: object | null = null;
  return own.get(
    '/openapi.json',
    described({
      id: 'getDocument',
      tag: 'settings',
      limited: 'same',
      en: 'This document',
      zh: '本文档',
    }),
    (c) => {
      // Made when it is first asked for: most starts of a server need none.
      document ??= documentOf([...api.routes, ...own.routes], deps.version);
      return c.json(document);
    },
  );
}
