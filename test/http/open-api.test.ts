import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { ERROR_CODES } from '../../server/core/errors.ts';
import { alertAnswer, alertList } from '../../server/http/answers/alerts.ts';
import { faultAnswer } from '../../server/http/answers/answer.ts';
import { mentionDetail, mentionPage, platformCounts } from '../../server/http/answers/mentions.ts';
import { overviewAnswer } from '../../server/http/answers/overview.ts';
import { watchList } from '../../server/http/answers/settings.ts';
import { storyList, storyPosts } from '../../server/http/answers/stories.ts';
import { trendsAnswer } from '../../server/http/answers/trends.ts';
import { SPAN, serveSeeded } from './seeded.ts';
import { type Served, serveHttp } from './serve.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: object;
}
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly 'x-summary-zh': string;
  readonly 'x-limited-tokens'?: string;
  readonly security: readonly Record<string, unknown>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<
    string,
    { readonly description: string; readonly 'x-codes'?: readonly string[] }
  >;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown>; readonly securitySchemes: object };
}

const documentOf = ({ get }: Pick<Served, 'get'>): Promise<Document> => get('/api/openapi.json');

function operations({ paths }: Document) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
}

/** Every `$ref` in it, and where it leads. */
function refsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === '$ref' && typeof part === 'string' ? [part] : refsIn(part),
  );
}

const pointed = (document: object, ref: string): unknown =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);

describe('the document of the API', () => {
  test('is OpenAPI 3.1: its references lead somewhere, its names are unique, its parameters declared', async () => {
    const document = await documentOf(await serveHttp());
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.stringContaining('Tingchao'), version: '0.0.0' });
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect(pointed(document, ref), ref).toBeTypeOf('object');
    const all = operations(document);
    const ids = all.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { path, parameters, responses, ...operation } of all) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((each) => each.in === 'path');
      expect(declared.map(({ name }) => name).sort(), path).toEqual(inPath.sort());
      expect(declared.every(({ required }) => required)).toBe(true);
      const keys = parameters.map((each) => `${each.in} ${each.name}`);
      expect(new Set(keys).size, path).toBe(keys.length);
      expect(tags).toEqual(expect.arrayContaining([...operation.tags]));
      expect(operation.summary && operation['x-summary-zh'], path).toMatch(/\p{Script=Han}/u);
      for (const scheme of operation.security.flatMap(Object.keys))
        expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
      for (const [status, { description, 'x-codes': codes }] of Object.entries(responses)) {
        expect(status).toMatch(/^[2-5]\d\d$/);
        expect(description).not.toBe('');
        expect(ERROR_CODES).toEqual(expect.arrayContaining([...(codes ?? [])]));
      }
      expect(responses['200'], path).toBeDefined();
    }
    expect(document.components.schemas).not.toHaveProperty('__shared');
  });

  test('a status that is an answer of one kind and a refusal of another says both', async () => {
    const document = await documentOf(await serveHttp());
    for (const path of ['/api/ingest', '/api/ingest/mail', '/api/ingest/{mapping}']) {
      const refused = document.paths[path]?.post?.responses['422'];
      expect(refused).toMatchObject({ 'x-codes': expect.arrayContaining(['key_reused']) });
      const shapes = refsIn(refused).map((ref) => ref.split('/').at(-1));
      expect(shapes.sort()).toEqual(['Fault', 'PushAnswer']);
    }
  });

  test('tells of each parameter what is checked', async () => {
    const { paths } = await documentOf(await serveHttp());
    const find = (name: string) => paths['/api/mentions']?.get?.parameters.find((each) => each.name === name);
    expect(find('sentiment')).toMatchObject({ in: 'query', required: false, schema: { type: 'string' } });
    expect(find('q')?.schema).toMatchObject({ maxLength: 200 });
    const subjects = paths['/api/trends/compare']?.get?.parameters.find(({ name }) => name === 'of');
    expect(subjects?.required).toBe(true);
    const push = paths['/api/ingest']?.post;
    expect(push?.requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/PushBody',
    });
    expect(push?.responses['409']?.['x-codes']).toContain('conflict');
  });

  test('names what a read token may reach, and every door it names is there', async () => {
    const { ask, get, readToken, readAs } = await serveSeeded();
    const document = await documentOf({ get });
    const token = await readToken();
    const values: Record<string, string> = { id: '1', touchpoint: 'heating', mapping: 'x' };
    for (const { path, method, security } of operations(document)) {
      const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name);
      if (security.some((each) => 'ingestToken' in each)) {
        expect((await ask(method.toUpperCase(), at, { body: {} })).status, at).toBe(401);
        continue;
      }
      expect(method).toBe('get');
      const more = path.endsWith('/compare') ? '?of=touch.heating' : '';
      expect((await readAs(token, at + more)).status, at).toBe(200);
    }
  });

  test('what is answered has the shape that is told, and no field besides', async () => {
    const { get, readToken, readAs } = await serveSeeded();
    const { components, paths } = await documentOf({ get });
    const token = await readToken();
    const shapes: readonly (readonly [string, z.ZodType, string])[] = [
      [`/api/overview?${SPAN}`, overviewAnswer, 'Overview'],
      ['/api/alerts', alertList, 'AlertList'],
      ['/api/alerts/1', alertAnswer, 'Alert'],
      [`/api/mentions?${SPAN}&limit=5`, mentionPage, 'MentionPage'],
      [`/api/mentions/platforms?${SPAN}`, platformCounts, ''],
      ['/api/mentions/1', mentionDetail, 'MentionDetail'],
      [`/api/trends?${SPAN}`, trendsAnswer, 'Trends'],
      [`/api/stories?${SPAN}`, storyList, 'StoryList'],
      ['/api/stories/1/posts', storyPosts, 'StoryPosts'],
      ['/api/watches', watchList, 'WatchList'],
    ];
    for (const [at, schema, name] of shapes) {
      const answer = (await readAs(token, at)).json();
      expect(Object.keys(answer).length, at).toBeGreaterThan(0);
      expect(schema.parse(answer), at).toEqual(answer);
      if (name !== '') expect(components.schemas, at).toHaveProperty(name);
    }
    const list = (await readAs(token, `/api/stories?${SPAN}`)).json();
    expect(list.rows.length).toBeGreaterThan(0);
    const refused = await readAs(token, '/api/alerts/999');
    const fault = refused.json();
    expect(faultAnswer.parse(fault)).toEqual(fault);
    expect(paths['/api/alerts/{id}']?.get?.responses[refused.status]?.['x-codes']).toContain(
      fault.error.code,
    );
  });
});
