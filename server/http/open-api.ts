import type { RouterRoute } from 'hono/types';
import { z } from 'zod';
import { ANSWERS, faultAnswer } from './answers/answer.ts';
import { type Bound, boundOf, type Description, descriptionOf, TAGS } from './described.ts';
import { faultAnswers } from './open-api-faults.ts';
import { webhooks } from './open-api-webhooks.ts';

type Json = Readonly<Record<string, unknown>>;

/** A route that was described, with what its handlers check. */
export interface Operation {
  readonly method: string;
  /** As hono writes it. */
  readonly path: string;
  readonly description: Description;
  readonly bounds: readonly Bound[];
}

/** What is described among the routes of an application, in their order. */
export function operationsOf(routes: readonly RouterRoute[]): readonly Operation[] {
  const groups = Map.groupBy(routes, ({ method, path }) => `${method} ${path}`);
  return [...groups.values()].flatMap((group) => {
    const description = group.map(({ handler }) => descriptionOf(handler)).find(Boolean);
    const [first] = group;
    if (!description || !first) return [];
    const bounds = group.flatMap(({ handler }) => boundOf(handler) ?? []);
    return [{ method: first.method, path: first.path, description, bounds }];
  });
}

const REF = '#/components/schemas/';
const refOf = (id: string) => `${REF}${id}`;

/** Answers may gain fields: whoever reads them leaves aside what they do not know. */
function loosen({ jsonSchema }: { readonly jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const named = ANSWERS.get(schema)?.id;
  if (named !== undefined) return { $ref: refOf(named) };
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: loosen });
  return json;
}

function namedSchemas(): Json {
  const { schemas } = z.toJSONSchema(ANSWERS, {
    uri: refOf,
    unrepresentable: 'any',
    override: loosen,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

function parametersOf({ bounds, description }: Operation): readonly Json[] {
  const checked = bounds.flatMap(({ target, schema }) => {
    if (target !== 'query' && target !== 'param') return [];
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      readonly properties?: Readonly<Record<string, Json>>;
      readonly required?: readonly string[];
    };
    return Object.entries(properties).map(([name, { description: said, 'x-zh': zh, ...rest }]) => ({
      name,
      in: target === 'param' ? 'path' : 'query',
      required: target === 'param' || required.includes(name),
      ...(said === undefined ? {} : { description: said, 'x-description-zh': zh }),
      schema: rest,
    }));
  });
  const headers = Object.entries(description.headers ?? {}).map(([name, { en, zh }]) => ({
    name,
    in: 'header',
    required: false,
    description: en,
    'x-description-zh': zh,
    schema: { type: 'string' },
  }));
  return [...checked, ...headers];
}

function bodyOf({ bounds, description: { body } }: Operation): Json {
  const checked = bounds.find(({ target }) => target === 'json');
  const types = body?.types ?? (checked ? ['application/json'] : []);
  if (types.length === 0) return {};
  const schema = body?.schema ?? checked?.schema;
  const media = { schema: schema ? schemaOf(schema, 'input') : {} };
  return { requestBody: { required: true, content: Object.fromEntries(types.map((type) => [type, media])) } };
}

/** Statuses that answer what was asked for. */
function answersOf({ answer, alsoStatus = [] }: Description): Json {
  const [type, schema] =
    typeof answer === 'string'
      ? [answer, { type: 'string' }]
      : ['application/json', answer ? schemaOf(answer, 'output') : {}];
  const one = { description: 'The answer', content: { [type]: { schema } } };
  return Object.fromEntries([200, ...alsoStatus].map((status) => [String(status), one]));
}

function operationOf(operation: Operation): Json {
  const { description, bounds } = operation;
  const { id, tag, en, zh, limited } = description;
  const asked = { params: bounds.some(({ target }) => target === 'param'), bounds };
  return {
    operationId: id,
    tags: [TAGS[tag].en],
    summary: en,
    'x-summary-zh': zh,
    ...(limited === 'push' ? {} : { 'x-limited-tokens': limited }),
    security: [limited === 'push' ? { ingestToken: [] } : { readToken: [] }],
    parameters: parametersOf(operation),
    ...bodyOf(operation),
    responses: together(
      faultAnswers(description, asked, schemaOf(faultAnswer, 'output')),
      answersOf(description),
    ),
  };
}

/** Where a status is an answer or a refusal, as 422 of a push is, it has either shape. */
function together(faults: Json, answers: Json): Json {
  const both = Object.keys(answers).filter((status) => status in faults);
  const joined = both.map((status) => {
    const [fault, answer] = [faults[status] as Response, answers[status] as Response];
    const schemas = [answer, fault].map(({ content }) => content['application/json']?.schema);
    const content = { ...answer.content, 'application/json': { schema: { oneOf: schemas } } };
    return [status, { ...fault, description: `${answer.description}, or ${fault.description}`, content }];
  });
  return { ...faults, ...answers, ...Object.fromEntries(joined) };
}

interface Response {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: unknown }>>;
}

const bearer = (description: string): Json => ({ type: 'http', scheme: 'bearer', description });

/** The OpenAPI 3.1 document of these routes. */
export function documentOf(routes: readonly RouterRoute[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const operations = operationsOf(routes);
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: operationOf(operation) };
  }
  const used = new Set<string>(['webhooks', ...operations.map(({ description }) => description.tag)]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tingchao 听潮',
      version,
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS)
      .filter(([tag]) => used.has(tag))
      .map(([, { en, zh }]) => ({ name: en, 'x-name-zh': zh })),
    paths,
    webhooks,
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        readToken: bearer('tcr_…, made on the page Health, API. GET only.'),
        ingestToken: bearer('tci_…, made on the page Import, Push. Pushes only.'),
      },
    },
  };
}

const ABOUT = `Times are epoch milliseconds (UTC), in webhooks ISO 8601; days are those of Asia/Shanghai. Answers may gain fields.
A read token that is limited to some watches must name one of them where \`x-limited-tokens\` is \`watch\`, gets lists cut
to them where it is \`cut\`, and is refused where it is \`refused\`. At most 120 requests a minute and token; a 429 says
in Retry-After how long to wait.`;
