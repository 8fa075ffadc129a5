import type { ImportOpmlReport } from '../../server/flows/crawl/import-opml.ts';
import { client, take } from './client.ts';

export type { OpmlFeedRow } from '../../server/core/feed/opml-plan.ts';
export type { ImportOpmlReport } from '../../server/flows/crawl/import-opml.ts';

/** The file goes as it is: the server finds out how its letters are written. */
function send(file: Blob, dry: '0' | '1', folders: boolean): Promise<ImportOpmlReport> {
  const query = { dry, folders: folders ? ('1' as const) : ('0' as const) };
  const init = { body: file, headers: { 'content-type': 'application/octet-stream' } };
  return take<ImportOpmlReport>(client.feeds.opml.$post({ query }, { init }));
}

export const opmlApi = {
  /** What would be made; nothing is. */
  look: (file: Blob): Promise<ImportOpmlReport> => send(file, '1', true),
  make: (file: Blob, folders: boolean): Promise<ImportOpmlReport> => send(file, '0', folders),
  /** Address of the feeds as a file for other readers. */
  exported: '/api/feeds.opml',
};
