import { parseChineseDate } from '../../crawlers/dates/dates.ts';
import { plainText } from '../../crawlers/html/plain-text.ts';
import type { Inbox } from '../core/import/inbox.ts';
import type { JobHandlers, Queue } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import { getRequest } from '../db/import/ingest-requests.ts';
import { failImport, importFile, isElsewhere, isFileFault } from '../flows/import/import-file.ts';
import { inspectImport } from '../flows/import/inspect-import.ts';
import { takePush } from '../flows/import/push.ts';
import { takeMail } from '../flows/import/push-mail.ts';
import { queueImport, wentOn } from '../flows/import/resume-imports.ts';
import { withdrawImport } from '../flows/import/withdraw-import.ts';
import type { IngestDeps, IngestReport } from '../flows/ingest/ingest.ts';
import type { Log } from '../log.ts';
import { readMail } from '../reports/read-mail.ts';

type Handled = Pick<JobHandlers, 'ingest' | 'inspect-import' | 'import-file' | 'withdraw-import'>;

export interface ImportHandlerDeps extends IngestDeps {
  readonly bus: Bus;
  readonly queue: Queue;
  readonly log: Pick<Log, 'info'>;
  readonly inbox: Inbox;
}

/** A job that failed this often is not begun again: its file must not wait for ever. */
const LAST_TRY = 5;

/** What comes in by the door: pushes, mails, files. */
export function createImportHandlers(deps: ImportHandlerDeps): Handled {
  const flow = { ...deps, readTime: parseChineseDate };
  const mailFlow = { ...flow, readMail: (bytes: Uint8Array) => readMail(bytes, plainText) };
  const announce = ({ mentions, watchIds }: IngestReport): void => {
    if (mentions > 0) deps.bus.publish({ kind: 'mentions', at: deps.now(), added: mentions, watchIds });
  };
  return {
    async ingest({ payload }) {
      const request = await getRequest(deps.db, payload.requestId);
      if (request?.kind !== 'mail') {
        const report = await takePush(flow, payload);
        if (report !== null) announce(report);
        return null;
      }
      const taken = await takeMail(mailFlow, payload);
      if (taken !== null) announce(taken.report);
      for (const importId of taken?.started ?? []) await queueImport(deps.queue, importId);
      return null;
    },
    async 'inspect-import'({ payload }) {
      await inspectImport(flow, payload);
      return null;
    },
    async 'withdraw-import'({ payload: { importId } }, signal) {
      const done = await withdrawImport(deps, { importId, signal });
      if (done === null) return null;
      deps.log.info({ importId, posts: done.posts }, 'an import was withdrawn');
      for (const watchId of done.watchIds) deps.bus.publish({ kind: 'rematched', at: deps.now(), watchId });
      return done;
    },
    async 'import-file'({ payload: { importId }, attempts }, signal) {
      const touched = new Set<number>();
      const onBatch = (report: IngestReport) => {
        for (const id of report.watchIds) touched.add(id);
        announce(report);
      };
      try {
        const done = await importFile(flow, { importId, signal, onBatch });
        deps.log.info({ importId, ...done }, 'a file was imported');
      } catch (fault) {
        // No failed try: should whoever is further end, it is asked for again (`resumeImports`).
        if (isElsewhere(fault)) return null;
        const isLast = attempts >= LAST_TRY && !signal.aborted && !isFileFault(fault);
        // Where rows came in meanwhile it is asked for again as well.
        if (isLast && !(await wentOn(deps.db, importId))) await failImport(flow, importId, fault);
        throw fault;
      } finally {
        // A file brings the past in: what was read of it before is no longer so.
        for (const watchId of touched) deps.bus.publish({ kind: 'rematched', at: deps.now(), watchId });
      }
      return null;
    },
  };
}
