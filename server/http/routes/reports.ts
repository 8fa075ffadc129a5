import { Hono } from 'hono';
import { z } from 'zod';
import { amendedOf, type Report } from '../../core/report/report.ts';
import { periodOf, REPORT_KINDS } from '../../core/report/report-period.ts';
import { SECTIONS } from '../../core/report/report-snapshot.ts';
import type { ReportList, ReportPreview } from '../../core/screens/reports.ts';
import { amendReport, deleteReport, listReports, requireReport } from '../../db/report/reports.ts';
import { readReportPreview } from '../../db/views/report/report-facts.ts';
import { makeReport } from '../../flows/report/make-report.ts';
import { REPORT_FORMATS, REPORT_TYPES, writeReportFile } from '../../reports/report/write-report.ts';
import type { HttpDeps } from '../deps.ts';
import { by, idNumber, idParam, instant, rangeQuery, validate } from '../validate.ts';

const PAGE = 50;

const listQuery = z.object({
  before: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .optional(),
});
const previewQuery = rangeQuery.extend({ kind: z.enum(REPORT_KINDS) });
const makeBody = z.object({
  by,
  kind: z.enum(REPORT_KINDS),
  watchId: idNumber.nullable(),
  from: instant.optional(),
  to: instant.optional(),
});
const text = z.string().max(10_000, 'is longer than 10,000 characters');
const amendBody = z.object({
  by,
  /** The one that the person saw. */
  version: z.number().int().positive(),
  title: z.string().trim().min(1, 'must not be empty').max(120, 'is longer than 120 characters'),
  summary: text.nullable(),
  remarks: z.partialRecord(z.enum(SECTIONS), text),
});
/** The version that the person saw; left out, whichever there is. */
const removeBody = z.object({ by, version: z.number().int().positive().optional() });
const fileQuery = z.object({
  format: z.enum(REPORT_FORMATS),
  /** Shown rather than kept: for printing. */
  show: z.enum(['1']).optional(),
});

const readRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/reports', validate('query', listQuery), async (c) => {
      const { before } = c.req.valid('query');
      const rows = await listReports(deps.read, {
        limit: PAGE + 1,
        before: before === undefined ? undefined : Number(before),
      });
      const list: ReportList = { rows: rows.slice(0, PAGE), more: rows.length > PAGE };
      return c.json(list);
    })
    .get('/reports/preview', validate('query', previewQuery), async (c) => {
      const { kind, watch = null, from, to } = c.req.valid('query');
      const now = deps.now();
      const period = periodOf({ kind, from, to }, now);
      const preview: ReportPreview = await readReportPreview(deps.read, { watchId: watch, period, now });
      return c.json(preview);
    })
    .get('/reports/:id', validate('param', idParam), async (c) => {
      const report: Report = await requireReport(deps.read, c.req.valid('param').id);
      return c.json(report);
    })
    .get('/reports/:id/file', validate('param', idParam), validate('query', fileQuery), async (c) => {
      const { format, show } = c.req.valid('query');
      const report = await requireReport(deps.read, c.req.valid('param').id);
      const { id: _, version: __, ...written } = report;
      const amended = amendedOf(report);
      const file = await writeReportFile({ ...written, amended }, format);
      c.header('Content-Type', REPORT_TYPES[format]);
      const mark = amended === null ? '' : `-v${amended.version}`;
      const name = `tingchao-report-${report.id}${mark}.${format}`;
      const own = encodeURIComponent(`${report.title} ${report.snapshot.periodWord}${mark}.${format}`);
      const way = show === '1' && format === 'html' ? 'inline' : 'attachment';
      c.header('Content-Disposition', `${way}; filename="${name}"; filename*=UTF-8''${own}`);
      return c.body(new Uint8Array(file));
    });

const writeRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/reports', validate('json', makeBody), async (c) => {
      const made: Report = await makeReport(deps, c.req.valid('json'));
      return c.json(made, 201);
    })
    .put('/reports/:id', validate('param', idParam), validate('json', amendBody), async (c) => {
      const { id } = c.req.valid('param');
      const changed: Report = await amendReport(deps.write, id, {
        ...c.req.valid('json'),
        now: deps.now(),
      });
      return c.json(changed);
    })
    .post('/reports/:id/remove', validate('param', idParam), validate('json', removeBody), async (c) => {
      await deleteReport(deps.write, c.req.valid('param').id, c.req.valid('json').version);
      return c.json({ ok: true });
    });

/** Reports: made from stored counts, kept as they were made, amended and handed on. */
export const reportRoutes = (deps: HttpDeps) =>
  new Hono().route('/', readRoutes(deps)).route('/', writeRoutes(deps));
