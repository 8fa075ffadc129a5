import type {
  Report,
  ReportAmendment,
  ReportKind,
  ReportList,
  ReportPreview,
} from '../../server/core/screens/reports.ts';
import { client, done, param, take, within } from './client.ts';

export type * from '../../server/core/screens/reports.ts';

/** Times are epoch milliseconds; without them the last day, week or month that is over is meant. */
export interface ReportDraft {
  readonly kind: ReportKind;
  readonly watchId: number | null;
  readonly from?: number;
  readonly to?: number;
}

function queryOf({ kind, watchId, from, to }: ReportDraft) {
  return {
    kind,
    ...(watchId === null ? {} : { watch: String(watchId) }),
    ...(from === undefined ? {} : { from: String(from) }),
    ...(to === undefined ? {} : { to: String(to) }),
  };
}

/** Every request of the pages of reports. */
export const reportsApi = {
  list: (before: number | null, signal?: AbortSignal): Promise<ReportList> =>
    take<ReportList>(
      client.reports.$get({ query: before === null ? {} : { before: String(before) } }, within(signal)),
    ),
  preview: (draft: ReportDraft, signal?: AbortSignal): Promise<ReportPreview> =>
    take<ReportPreview>(client.reports.preview.$get({ query: queryOf(draft) }, within(signal))),
  one: (id: number, signal?: AbortSignal): Promise<Report> =>
    take<Report>(client.reports[':id'].$get({ param: param(id) }, within(signal))),
  make: (json: ReportDraft & { by: string }): Promise<Report> => take<Report>(client.reports.$post({ json })),
  amend: (
    id: number,
    { remarks, ...rest }: ReportAmendment & { version: number; by: string },
  ): Promise<Report> =>
    take<Report>(
      client.reports[':id'].$put({ param: param(id), json: { ...rest, remarks: { ...remarks } } }),
    ),
  /** @param json with the version that was seen */
  remove: (id: number, json: { by: string; version: number }) =>
    done(client.reports[':id'].remove.$post({ param: param(id), json })),
};

/** Where a report lies as a file; `show`: for reading and printing rather than keeping. */
export function reportFile(id: number, format: 'docx' | 'html' | 'xlsx', show = false): string {
  return `/api/reports/${id}/file?format=${format}${show ? '&show=1' : ''}`;
}
