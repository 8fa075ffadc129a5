import { Hono } from 'hono';
import { z } from 'zod';
import { readOpml } from '../../core/feed/opml.ts';
import { opmlFault } from '../../core/feed/opml-scan.ts';
import { writeOpml } from '../../core/feed/opml-write.ts';
import { listFeeds } from '../../db/feed/feeds.ts';
import { type ImportOpmlReport, importOpml } from '../../flows/crawl/import-opml.ts';
import { queueRematch } from '../../flows/reading/queue-rematch.ts';
import { asBytes, decode } from '../../reports/decode.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { validate } from '../validate.ts';

const flag = z.enum(['0', '1']).default('0');
const opmlQuery = z.object({ dry: flag, folders: flag });

/** The file as it lies on somebody's disk: UTF-8, UTF-16 or GBK, whatever its first line says. */
async function textOf(body: ArrayBuffer): Promise<string> {
  const bytes = Buffer.concat(await Array.fromAsync(asBytes(once(Buffer.from(body)))));
  const text = decode(bytes);
  if (text === null) throw opmlFault('not-text', 1, 'the file is no text');
  return text;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Lists of feeds, in and out. */
export const opmlRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/feeds/opml', validate('query', opmlQuery), async (c) => {
      const query = c.req.valid('query');
      const opml = readOpml(await textOf(await c.req.arrayBuffer()));
      const input = { opml, dry: query.dry === '1', folders: query.folders === '1' };
      const db = input.dry ? deps.read : deps.write;
      const report: ImportOpmlReport = await importOpml({ db, sources: deps.sources, now: deps.now }, input);
      if (report.madeFeeds > 0) announceSettings(deps, 'feeds');
      if (report.madeWatches > 0) announceSettings(deps, 'watches');
      for (const watchId of report.watchIds) await queueRematch(deps.queue, deps.write, watchId);
      return c.json(report);
    })
    .get('/feeds.opml', async (c) => {
      c.header('content-type', 'text/x-opml; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="tingchao-feeds.opml"');
      return c.body(writeOpml(await listFeeds(deps.read)));
    });
