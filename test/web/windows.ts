import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser } from '../support/browser.ts';

interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console or a fault of the page said. */
  readonly complaints: string[];
}

export interface Windows {
  /**
   * Opens an address in a window that remembers nothing, runs the test, and demands that nothing was complained of.
   * @param refused which requests are refused on purpose, by status and path: Chromium complains of every refusal
   */
  visit(address: string, run: (page: Page) => Promise<void>, refused?: RegExp): Promise<void>;
  /**
   * As `visit`, in a window that stays in the application from one address to the next, as a reader does: to load all
   * of it anew, and to warm up what looks at the pages, costs twice as much. For tests that only look.
   */
  pass(address: string, run: (page: Page) => Promise<void>): Promise<void>;
  /** As `visit`, in a window that no other test is given: for tests that change how it works, or open more of them. */
  visitApart(
    address: string,
    run: (page: Page, context: BrowserContext) => Promise<void>,
    refused?: RegExp,
  ): Promise<void>;
  close(): Promise<void>;
}

/** What never comes still fails; a busy machine draws late. */
const PATIENCE_MS = 90_000;
type Run = (page: Page, context: BrowserContext) => Promise<void>;

const WIDE = { width: 1440, height: 900 };

/** Where a window waits for its next test: of our own site, so that Chromium goes on with the same process. */
const AWAY = '/api/health';

/** Where a window that stays in the application waits: nothing of another page is left there. */
const NOWHERE = { address: '/nowhere', words: '没有这个页面' };

/** Live events as fast as in a flood, whatever the server says. */
export const FLOOD = `window.EventSource = class extends EventTarget {
  timer = setInterval(() => this.dispatchEvent(new MessageEvent('feed', { data: '{"kind":"feed"}' })), 100);
  close() { clearInterval(this.timer); }
}`;

/** A line for live events that a test speaks over, as `line`. */
export const LINE = `window.EventSource = class extends EventTarget {
  constructor() {
    super();
    window.line = this;
    this.addEventListener('open', () => this.onopen());
  }
  close() {}
}`;

/** One browser for all; a window is a context, and apart from every other. */
export async function openWindows(baseURL: string): Promise<Windows> {
  const browser = await launchBrowser();
  const idle: Window[] = [];
  const inside: Window[] = [];

  async function open(): Promise<Window> {
    const context = await browser.newContext({
      baseURL,
      viewport: WIDE,
      reducedMotion: 'reduce',
      colorScheme: 'light',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // Our pages name their icon; where windows wait none is named, and Chromium asks for the usual one.
      if (message.location().url.endsWith('/favicon.ico')) return;
      if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
    });
    return { page, context, complaints };
  }

  async function use(
    { page, context, complaints }: Window,
    enter: (page: Page) => Promise<unknown>,
    run: Run,
    refused?: RegExp,
  ): Promise<void> {
    complaints.length = 0;
    await enter(page);
    await run(page, context);
    expect(complaints.filter((each) => !refused?.test(each))).toEqual([]);
  }

  return {
    async visit(address, run, refused) {
      const window = idle.pop() ?? (await open());
      try {
        await use(window, (page) => page.goto(address), run, refused);
      } catch (fault) {
        await window.context.close();
        throw fault;
      }
      await forget(window.page);
      idle.push(window);
    },
    async pass(address, run) {
      const known = inside.pop();
      const window = known ?? (await open());
      try {
        await use(window, (page) => (known ? lead(page, address) : page.goto(address)), run);
        await lead(window.page, NOWHERE.address);
        await restore(window.page);
      } catch (fault) {
        await window.context.close();
        throw fault;
      }
      inside.push(window);
    },
    async visitApart(address, run, refused) {
      const window = await open();
      try {
        await use(window, (page) => page.goto(address), run, refused);
      } finally {
        await window.context.close();
      }
    },
    close: () => browser.close(),
  };
}

/** Goes to an address without loading anything anew, as the browser's own buttons do. */
async function lead(page: Page, address: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  const state = address === NOWHERE.address ? 'visible' : 'detached';
  await page.getByText(NOWHERE.words).waitFor({ state });
}

async function restore(page: Page): Promise<void> {
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Leaves a window as a new one would be. A new one costs Chromium seconds of a processor. */
async function forget(page: Page): Promise<void> {
  await page.goto(AWAY);
  await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  await restore(page);
}
