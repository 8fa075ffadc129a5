import { readFileSync } from 'node:fs';
import { decodePage } from '../../crawlers/polite/charset.ts';
import type { Page } from '../../server/core/feed/source.ts';

/** The moment all recorded pages are read at, unless a test says otherwise. */
export const READ_AT = Date.parse('2026-11-22T10:00:00+08:00');

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  html: 'text/html',
  txt: 'text/plain',
};

/** A recorded page as the fetcher would hand it over, under `test/payloads/<folder>/<file>`. */
export function readPayload(folder: string, file: string, more: Partial<Page> = {}): Page {
  const contentType = TYPES[file.split('.').at(-1) ?? ''] ?? 'application/xml';
  const url = `http://feed.example.cn/${file}`;
  const bytes = readFileSync(new URL(`../payloads/${folder}/${file}`, import.meta.url));
  const { text, charset } = decodePage(bytes, contentType, 'feed.example.cn');
  return { url, status: 200, contentType, body: text, charset, fetchedAt: READ_AT, ...more };
}

/** A page with this body. */
export function pageOf(body: string, more: Partial<Page> = {}): Page {
  const base = {
    url: 'http://feed.example.cn/x',
    status: 200,
    contentType: '',
    charset: 'utf-8',
    fetchedAt: READ_AT,
  };
  return { ...base, body, ...more };
}
