import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileModule } from 'svelte/compiler';

/*
 * State of the page, run as the page runs it but without a browser: the compiler turns its runes into the calls that
 * the bundle has, and Svelte itself keeps what follows from what.
 */

const STATE = path.resolve(import.meta.dirname, '../../web/state');
const ROOM = 'tingchao:room';
const ROOM_SOURCE = `
import { flushSync } from 'svelte';
export function held(first) {
  let value = $state.raw(first);
  return { get now() { return value; }, set now(next) { value = next; } };
}
export function drawn(read) {
  let last;
  $effect(() => { last = read(); });
  return { get now() { return last; } };
}
export function begin(run) {
  let made;
  const leave = $effect.root(() => { made = run(); });
  flushSync();
  return { made, leave };
}
export { flushSync as settle };
`;

const compiled = (source: string, filename: string): string =>
  compileModule(source, { filename, generate: 'client', dev: false }).js.code;
const isState = (url: string): boolean => /\.svelte\.ts(\?|$)/.test(url);

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === ROOM) return { url: ROOM, shortCircuit: true };
    const parentURL = context.parentURL === ROOM ? import.meta.url : context.parentURL;
    const own = /^(svelte|esm-env)(\/|$)/.test(specifier);
    // Svelte has another half for servers, in which nothing follows from anything.
    const runsInPage =
      own && (isState(parentURL ?? '') || context.parentURL === ROOM || fromSvelte(parentURL));
    const conditions = runsInPage ? [...context.conditions, 'browser'] : context.conditions;
    return next(specifier, { ...context, parentURL, conditions });
  },
  load(url, context, next) {
    if (url === ROOM) return { format: 'module', source: compiled(ROOM_SOURCE, ROOM), shortCircuit: true };
    if (!isState(url)) return next(url, context);
    const file = fileURLToPath(url);
    const source = compiled(stripTypeScriptTypes(readFileSync(file, 'utf8')), file);
    return { format: 'module', source, shortCircuit: true };
  },
});

function fromSvelte(url: string | undefined): boolean {
  return url !== undefined && /\/node_modules\/(svelte|esm-env)\/(?!.*compiler)/.test(url);
}

interface Room {
  /** Something that others follow. */
  held<T>(first: T): { now: T };
  /** What markup shows: read again only when something that it follows has changed. Within `begin`. */
  drawn<T>(read: () => T): { readonly now: T };
  /** Starts what a component would start; `leave` ends it. */
  begin<T>(run: () => T): { readonly made: T; leave(): void };
  /** Lets everything follow that is to follow. */
  settle(): void;
}

// The few words of a browser that state asks for when it is loaded.
Object.assign(globalThis, {
  matchMedia: () => ({ matches: false, addEventListener: () => undefined }),
});

export const room: Room = await import(ROOM);

/** A module of the page's state by its name; what it exports is for the caller to say. */
export function state<Module>(name: string): Promise<Module> {
  return import(pathToFileURL(path.join(STATE, `${name}.svelte.ts`)).href);
}

let opened = 0;
/** As `state`, as it is when the page has just been loaded: nothing that another test left in it. */
export function freshState<Module>(name: string): Promise<Module> {
  opened += 1;
  return import(`${pathToFileURL(path.join(STATE, `${name}.svelte.ts`)).href}?opened=${opened}`);
}

/** One request that waits until the test answers it. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
  answer(json: unknown, status?: number): Promise<void>;
  /** The line breaks before an answer is there. */
  lose(): Promise<void>;
}

/** In place of the way to the server: each request waits, so that answers come in the order that a test wants. */
export function heldServer(): { readonly asked: readonly Asked[]; close(): void } {
  const asked: Asked[] = [];
  const before = globalThis.fetch;
  globalThis.fetch = (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : String(input), 'http://desk.example');
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      asked.push({
        method: init.method ?? 'GET',
        url,
        body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
        async answer(json, status = 200) {
          resolve(Response.json(json, { status }));
          await passed();
        },
        async lose() {
          reject(new TypeError('Failed to fetch'));
          await passed();
        },
      });
    });
  return {
    asked,
    close() {
      globalThis.fetch = before;
    },
  };
}

/** Until what was answered has been read and has taken effect. */
export async function passed(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((done) => setTimeout(done, 0));
  room.settle();
}
