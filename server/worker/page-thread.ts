import { parentPort } from 'node:worker_threads';
import { loadPageParsers } from '../../crawlers/page-parsers.ts';
import { parsePage } from '../core/feed/page-reading.ts';
import { loadGoodSources } from '../plugins.ts';
import type { FromPageThread, PageTask } from './page-reader.ts';

/** Entry of the thread that reads large pages: one task at a time, and its end is no loss. */
const port = parentPort;
if (port === null) throw new Error('page-thread.ts is started by the page reader, in a thread of its own');

const sources = await loadGoodSources();
loadPageParsers();
const say = (message: FromPageThread) => port.postMessage(message);
port.on('message', ({ source: name, page, params, now }: PageTask) => {
  const source = sources.get(name);
  say(
    source === undefined
      ? { kind: 'unknown' }
      : { kind: 'read', result: parsePage(source, page, params, now) },
  );
});
say({ kind: 'ready' });
