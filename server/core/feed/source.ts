import type { SourcePost, Voice } from '../mention/post.ts';
import type { Instant } from '../time.ts';

/** Why a page is not posts. `empty-suspect`: an empty answer that may be a silent gate. */
export const WALLS = [
  'login-wall',
  'captcha',
  'waf',
  'visitor-gate',
  'forbidden',
  'rate-limited',
  'gone',
  'robots-disallowed',
  'not-a-feed',
  'not-json',
  'malformed',
  'shape-changed',
  'empty-body',
  'empty-suspect',
  'too-large',
  'entity-bomb',
] as const;
export type Wall = (typeof WALLS)[number];

/** One fetched page, decoded to text. `body` is never executed or rendered. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** The charset that decoded it: `utf-8`, `gb18030`, … */
  readonly charset: string;
  readonly fetchedAt: Instant;
  /** True for a 304: nothing new since the last fetch, `body` is empty. */
  readonly notModified?: boolean;
  /**
   * What the next fetch of `url` can be made conditional on. The fetcher never stores it: ingest
   * remembers it once the page's posts are kept, so a crash in between costs a fetch, not posts.
   */
  readonly conditional?: {
    readonly etag?: string;
    readonly lastModified?: string;
    readonly bodyHash: string;
  };
}

/** One entry that could not be read, named, while the rest of its page is kept. */
export interface Refusal {
  readonly index: number;
  readonly reason: string;
}

/** What `parse` makes of a page. An empty `posts` with `kind: 'posts'` means: truly nothing there. */
export type ParseResult =
  | {
      readonly kind: 'posts';
      readonly posts: readonly SourcePost[];
      readonly refused: readonly Refusal[];
      /** The page broke off: it is asked for again next time, whatever its ETag says. */
      readonly truncated?: boolean;
    }
  | { readonly kind: 'wall'; readonly wall: Wall; readonly detail: string };

/** What the network can answer, failure as a value. */
export type FetchResult =
  | { readonly kind: 'page'; readonly page: Page; readonly bytes: number }
  | {
      readonly kind: 'wall';
      readonly wall: Wall;
      readonly detail: string;
      /** What stood there instead, where anything did. */
      readonly page?: Page;
      /** As of a fetch that failed. */
      readonly part?: Page;
      /** When the far side said how long to wait. */
      readonly retryAt?: Instant;
      readonly bytes: number;
    }
  | {
      readonly kind: 'failed';
      readonly reason:
        | 'timeout'
        | 'dns'
        | 'refused'
        | 'reset'
        | 'tls'
        | 'private-address'
        | 'too-many-redirects'
        | 'too-large'
        | 'bad-url'
        | 'server-error'
        | 'circuit-open'
        | 'aborted';
      readonly detail: string;
      /**
       * What had come of a page that broke off on its way, where its form distinguishes whole entries from cut ones:
       * these are posts like any, and the fetch has failed all the same.
       */
      readonly part?: Page;
      /** When the far side said how long to wait, or the circuit closes. */
      readonly retryAt?: Instant;
      readonly bytes: number;
    };

/** What a request says beside its address. */
export interface Asking {
  readonly accept?: string;
  /** The value of an Authorization header; it never leaves the host it was given for. */
  readonly authorization?: string;
  /** A form or a question in JSON, for interfaces that read from POST only; never conditional. */
  readonly post?: { readonly type: 'form' | 'json'; readonly body: string };
  /** Never conditional: what others fetched from there is no news to them alone. */
  readonly whole?: boolean;
  /** Milliseconds between two requests to this host, where its rules ask for more than the usual. */
  readonly spacing?: number;
}

/** From … until before …, for a back-fill. */
export interface SourceRange {
  readonly from: Instant;
  readonly to: Instant;
}

/** The hands a source is given. Politeness lives behind `get`; a source only says what it wants. */
export interface SourceIO {
  get(url: string, options?: Asking): Promise<FetchResult>;
  now(): Instant;
  /** Set for a back-fill only, and only for a source that says `backfill`: posts of this time are wanted. */
  readonly range?: SourceRange;
  /** The feed had posts before: a page on which all is new may not show all that came since. */
  readonly hadPosts?: boolean;
  /** The last run ended before it had all: behind a page that has not changed the rest of then still waits. */
  readonly wasCut?: boolean;
  /**
   * Whether the page handed out last brought new posts alone, though the feed had posts before: what came since its
   * last run goes on behind it.
   */
  isBehind?(): boolean;
  /** A look before anything is stored: so many articles are enough, for somebody waits for it. */
  readonly most?: number;
  /** What is known of these addresses; of one that is in neither set, nothing is. */
  known?(urls: readonly string[]): Promise<KnownAddresses>;
  /**
   * What a list named in an earlier run and its host's long pauses left unasked, and the keeping of it: the next run
   * begins with an article, or it would never come to one.
   */
  readonly waiting?: {
    read(list: string): Promise<readonly string[]>;
    keep(list: string, urls: readonly string[]): Promise<void>;
  };
  /** Tells that the list may name more than this run asks for. */
  full?(): void;
  /** What the source's own `parse` makes of a page, read where a large one holds nobody up. */
  read?(page: Page): Promise<ParseResult>;
  /**
   * Tells of an address that brought no post, while the run goes on. Gone for good it is known from then on; else it is
   * asked for again some other day.
   */
  refuse?(url: string, reason: string, isFinal: boolean): Promise<void>;
}

export interface KnownAddresses {
  /** Brought a post before, or are given up: not worth asking. */
  readonly done: ReadonlySet<string>;
  /** Brought nothing so far: worth asking once more, after all others. */
  readonly again: ReadonlySet<string>;
}

/** One field of a source's or channel's settings: types the value and draws the form. */
export interface Field {
  readonly name: string;
  readonly kind: 'text' | 'url' | 'number' | 'select' | 'secret' | 'boolean' | 'email-list';
  readonly label: { readonly zh: string; readonly en: string };
  readonly hint?: { readonly zh: string; readonly en: string };
  /** Of a secret that is an address: of what kind. What is none is refused when it is saved. */
  readonly address?: 'web' | 'mail-server';
  /** Of a URL that opens something by itself: only where it leads is shown. */
  readonly hostOnly?: boolean;
  readonly required: boolean;
  readonly options?: readonly { readonly value: string; readonly zh: string; readonly en: string }[];
  readonly initial?: string | number | boolean;
  readonly min?: number;
  readonly max?: number;
}

export type Params = Readonly<Record<string, string | number | boolean>>;

/** The legal standing of a source, shown where it is switched on. */
export interface Access {
  readonly kind: 'open-feed' | 'public-page' | 'public-api' | 'api-with-key' | 'import';
  readonly onByDefault: boolean;
  readonly note: { readonly zh: string; readonly en: string };
}

/**
 * One source, one file in `crawlers/sources`. `collect` is I/O without reading, `parse` is reading
 * without I/O: pure, so recorded pages under `test/payloads` prove it offline.
 */
export interface Source {
  readonly name: string;
  readonly platform: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly kind: 'feed' | 'hot-list' | 'reviews' | 'forum' | 'news' | 'notices' | 'complaints' | 'social';
  readonly params: readonly Field[];
  /** Default seconds between two runs. */
  readonly every: number;
  readonly access: Access;
  /** True when it can be asked for posts of a time gone by (`SourceIO.range`). */
  readonly backfill?: boolean;
  /** True when its posts are articles of a list, each asked for once (`SourceIO.known`): they can be read again. */
  readonly articles?: boolean;
  readonly voice: Voice;
  /** Recorded pages, file names under `test/payloads/<name>/`. */
  readonly samples: readonly {
    readonly file: string;
    readonly expect: { readonly posts: number } | { readonly wall: Wall };
  }[];
  /**
   * Every page of one run, in order; stops at the first answer that is no page, or goes on with another address where
   * that concerned its own alone.
   */
  collect(params: Params, io: SourceIO): AsyncIterable<FetchResult>;
  /** Throws nothing: bad pages are a wall, bad entries a refusal. `now` bounds relative dates. */
  parse(page: Page, params: Params, now: Instant): ParseResult;
}

/** Types a source's file; the folder scan in `server/plugins.ts` finds it by its default export. */
export function defineSource(source: Source): Source {
  return source;
}
