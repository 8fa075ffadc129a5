/** What people are shown of a value: nothing deeper is written out, so that no nesting can overflow. */
const MAX_DEPTH = 3;
const MAX_MEMBERS = 20;

/** The start of a value as JSON, of a text or number as it is; however long or deeply nested the value is. */
export function shortForm(value: unknown, longest: number): string {
  const said =
    typeof value === 'object' && value !== null ? written(value, longest, MAX_DEPTH) : String(value);
  return said.slice(0, longest).toWellFormed();
}

function written(value: unknown, longest: number, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, longest));
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '?' : value.toISOString();
  const isList = Array.isArray(value);
  if (depth === 0) return isList ? '[…]' : '{…}';
  const inner = (each: unknown) => written(each, longest, depth - 1);
  if (isList) return `[${value.slice(0, MAX_MEMBERS).map(inner).join(',')}]`;
  const members = Object.entries(value).slice(0, MAX_MEMBERS);
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${inner(each)}`).join(',')}}`;
}
