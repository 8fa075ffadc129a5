import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * The libraries that read pages, loaded when the first page is read: they are five hundred files, and most
 * processes only list the sources.
 */
export const pageParsers = {
  get cheerio(): typeof import('cheerio') {
    return require('cheerio');
  },
  get feedsmith(): typeof import('feedsmith') {
    return require('feedsmith');
  },
  get linkedom(): typeof import('linkedom') {
    return require('linkedom');
  },
  get readability(): typeof import('@mozilla/readability') {
    return require('@mozilla/readability');
  },
};

/** Loads them now, in a thread that is there to read pages: none of them shall wait. */
export function loadPageParsers(): void {
  for (const name of Object.keys(pageParsers)) void pageParsers[name as keyof typeof pageParsers];
}
