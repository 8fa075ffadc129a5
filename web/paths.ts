export type PageName =
  | 'overview'
  | 'mentions'
  | 'trends'
  | 'service'
  | 'reports'
  | 'alerts'
  | 'alert'
  | 'reviews'
  | 'drills'
  | 'stories'
  | 'story'
  | 'watches'
  | 'feeds'
  | 'channels'
  | 'duty'
  | 'routes'
  | 'silences'
  | 'templates'
  | 'system'
  | 'import'
  | 'accounts'
  | 'playbooks'
  | 'labels'
  | 'login'
  | 'missing';

export type Query = Readonly<Record<string, string>>;

/** Where a reader is: which page, which thing on it, and the filters. The address bar holds all of it. */
export interface Place {
  readonly page: PageName;
  readonly id: string | null;
  readonly query: Query;
}

/** What stays when a reader walks from page to page. */
const KEPT = ['watch', 'range', 'from', 'to'];

/** Pages whose second path part names one thing on the same page. */
const WITH_ID: Readonly<Record<string, PageName>> = {
  mentions: 'mentions',
  alerts: 'alert',
  stories: 'story',
  reports: 'reports',
  watches: 'watches',
  feeds: 'feeds',
  channels: 'channels',
  silences: 'silences',
  templates: 'templates',
  import: 'import',
  system: 'system',
  playbooks: 'playbooks',
  drills: 'drills',
};
const ALONE: Readonly<Record<string, PageName>> = {
  '': 'overview',
  login: 'login',
  alerts: 'alerts',
  reviews: 'reviews',
  stories: 'stories',
  labels: 'labels',
  trends: 'trends',
  service: 'service',
  duty: 'duty',
  routes: 'routes',
  accounts: 'accounts',
};

/** Pages that open one thing over their list: the list behind it stays where it is. */
const OVER_LIST: readonly PageName[] = ['mentions', 'channels', 'silences'];

/** Whether a step from one place to another shows something new from its top. */
export function startsAnew(from: Place, to: Place): boolean {
  if (from.page !== to.page) return true;
  return from.id !== to.id && !OVER_LIST.includes(to.page);
}

/** Reads an address; an unknown one is the page `missing`, never an exception. */
export function readPlace(pathname: string, search: string): Place {
  const [first = '', second, ...more] = pathname.split('/').filter(Boolean).map(decode);
  const query = Object.fromEntries(new URLSearchParams(search));
  const missing: Place = { page: 'missing', id: null, query };
  if (more.length > 0) return missing;
  if (second !== undefined) {
    const page = Object.hasOwn(WITH_ID, first) ? WITH_ID[first] : undefined;
    return page ? { page, id: second, query } : missing;
  }
  const page = Object.hasOwn(ALONE, first)
    ? ALONE[first]
    : Object.hasOwn(WITH_ID, first)
      ? WITH_ID[first]
      : undefined;
  return page ? { page, id: null, query } : missing;
}

/** Pages whose folder is not their name. */
const FOLDERS: Readonly<Partial<Record<PageName, string>>> = {
  overview: '',
  missing: '',
  alert: 'alerts',
  story: 'stories',
};

/** The number that an address names a thing by; 0, which none has, where it is no number. */
export function idNumber(id: string): number {
  return /^\d{1,15}$/.test(id) ? Number(id) : 0;
}

/** Writes an address; empty filters are left out, so that the same view has one address. */
export function writePlace(page: PageName, id: string | number | null, query: Query): string {
  const folder = FOLDERS[page] ?? page;
  const path = `/${folder}${id === null ? '' : `/${encodeURIComponent(String(id))}`}`;
  const pairs = Object.entries(query).filter(([, value]) => value !== '');
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const search = new URLSearchParams(pairs).toString();
  return search ? `${path}?${search}` : path;
}

/** The part of a query that follows the reader: the watch and the range of time. */
export function keptQuery(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => KEPT.includes(name)));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
