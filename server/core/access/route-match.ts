import { ROUTE_RULES, type RouteRule } from './route-rule.ts';

interface Entry {
  readonly method: string;
  readonly parts: readonly string[];
  readonly rule: RouteRule;
}

export interface RouteMatch {
  readonly rule: RouteRule;
  /** What stands in the address where the pattern has a name. */
  readonly params: Readonly<Record<string, string>>;
}

const named = (part: string) => part.startsWith(':');
const openness = ({ parts }: Entry) => parts.filter(named).length;

/** `/feeds/incidents` before `/feeds/:id`. */
const ENTRIES: readonly Entry[] = [...ROUTE_RULES]
  .map(([route, rule]): Entry => {
    const [method = '', pattern = ''] = route.split(' ');
    return { method, parts: pattern.split('/'), rule };
  })
  .sort((a, b) => openness(a) - openness(b));

/**
 * The rule of a request; null for one that no route is known for.
 * @param path below `/api`, with its slash
 */
export function matchRoute(method: string, path: string): RouteMatch | null {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const parts = path.split('/');
  const fits = (part: string, at: number) => (named(part) ? parts[at] !== '' : part === parts[at]);
  const found = ENTRIES.find(
    (entry) => entry.method === wanted && entry.parts.length === parts.length && entry.parts.every(fits),
  );
  if (!found) return null;
  const params = found.parts.flatMap((part, at) => (named(part) ? [[part.slice(1), parts[at] ?? '']] : []));
  return { rule: found.rule, params: Object.fromEntries(params) };
}
