/** The part of an OpenAPI document that the page draws. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly 'x-description-zh'?: string;
  readonly schema: Schema;
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
interface Written {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly 'x-summary-zh': string;
  readonly 'x-limited-tokens'?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly 'x-codes'?: readonly string[]; readonly content?: Content }>
  >;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Written>>>>;
export interface ApiDocument {
  readonly tags: readonly { readonly name: string; readonly 'x-name-zh': string }[];
  readonly paths: Paths;
  /** What is posted to others, by its name. */
  readonly webhooks: Paths;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation extends Written {
  readonly method: string;
  readonly path: string;
}

/** The operations under their headings, in the order of the document. */
export function groupsOf({ tags, paths, webhooks }: ApiDocument) {
  const all: readonly Operation[] = [paths, webhooks].flatMap((each) =>
    Object.entries(each).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, written]) => ({
        ...written,
        path,
        method: method.toUpperCase(),
      })),
    ),
  );
  return tags.map((tag) => ({ ...tag, operations: all.filter((each) => each.tags.includes(tag.name)) }));
}

/** A type in a word or two, as programmers write it. */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' | ');
  if (schema.type === 'array') return `${bracket(schema.items ? typeOf(schema.items) : 'any')}[]`;
  if (schema.type === undefined) return 'any';
  return typeof schema.type === 'string' ? schema.type : schema.type.join(' | ');
}

const bracket = (type: string) => (type.includes(' | ') ? `(${type})` : type);

export interface FieldRow {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** The fields of a shape, those of unnamed parts below the part, by the path to them. */
export function fieldsOf(schema: Schema, under = ''): readonly FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${under}${name}`;
    const list = field.type === 'array';
    const inner = list ? field.items : field;
    const row = {
      name: path,
      type: typeOf(field),
      description: field.description ?? '',
      required: schema.required?.includes(name) ?? false,
    };
    return [row, ...(inner?.properties ? fieldsOf(inner, `${path}${list ? '[]' : ''}.`) : [])];
  });
}

/** What a 200 brings: its media type, and its type where that is documented. */
export function answerOf({ responses }: Operation): string {
  const [type = '', media] = Object.entries(responses['200']?.content ?? {})[0] ?? [];
  const told = media ? typeOf(media.schema) : 'any';
  return type === 'application/json' ? (told === 'any' ? 'JSON' : told) : type;
}

/** Every refusal by its stable code. */
export function codesOf({
  responses,
}: Operation): readonly { readonly status: string; readonly code: string }[] {
  return Object.entries(responses).flatMap(([status, said]) =>
    (said['x-codes'] ?? []).map((code) => ({ status, code })),
  );
}
