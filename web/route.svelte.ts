import {
  keptQuery,
  type PageName,
  type Place,
  type Query,
  readPlace,
  startsAnew,
  writePlace,
} from './paths.ts';
import { scrollBack } from './scroll-back.ts';

/** Marks an entry of the history that another page of ours led to. */
const WITHIN = { within: true };

/** The same for a sheet that lies over a page. */
const SHEET = { within: true, sheet: true };

let place = $state.raw<Place>(readPlace(location.pathname, location.search));

let sheet = $state(history.state?.sheet === true);
/** On the way back, which takes a moment. */
let leaving = false;

function read(): void {
  leaving = false;
  sheet = history.state?.sheet === true;
  place = readPlace(location.pathname, location.search);
}
addEventListener('popstate', () => {
  read();
  const y: unknown = history.state?.y;
  if (typeof y === 'number') scrollBack(y);
});

/** Where the reader is; every page and filter has an address of its own. */
export const route = {
  get place(): Place {
    return place;
  },
  get query(): Query {
    return place.query;
  },
  /** A sheet lies over the page: the way back closes it. */
  get sheet(): boolean {
    return sheet;
  },
};

/** Address of a page; the watch and the range follow the reader. */
export function href(page: PageName, id: string | number | null = null, query: Query = {}): string {
  return writePlace(page, id, { ...keptQuery(place.query), ...query });
}

/** What is left remembers how far it was read. */
function push(state: object, address: string): void {
  history.replaceState({ ...history.state, y: scrollY }, '');
  history.pushState(state, '', address);
}

export function go(
  address: string,
  options: { readonly replace?: boolean; readonly stay?: boolean } = {},
): void {
  const before = place;
  // The way back from a page that was chosen in a sheet leads past the sheet.
  if (sheet) history.replaceState(WITHIN, '', address);
  else if (options.replace) history.replaceState(history.state, '', address);
  else push(WITHIN, address);
  read();
  if (!options.stay && startsAnew(before, place)) scrollTo(0, 0);
}

export function openSheet(): void {
  push(SHEET, location.href);
  read();
}

/** Closes what has an address of its own: back to where it was opened, or, for who came from outside, to `address`. */
export function leave(address: string): void {
  if (leaving) return;
  leaving = Boolean(history.state?.within);
  if (leaving) history.back();
  else go(address, { replace: true, stay: true });
}

/** Changes some filters of this page and keeps the rest; an empty value takes a filter away. */
export function refine(changes: Query, options: { readonly replace?: boolean } = {}): void {
  go(writePlace(place.page, place.id, { ...place.query, ...changes }), { ...options, stay: true });
}

/** Lets plain clicks on our own links change the page without loading it again. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname.startsWith('/api/') || link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
