import path from 'node:path';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import { addressForms } from '../../../crawlers/urls.ts';
import type { Config } from '../../config.ts';
import { SHELL_NAME } from '../../core/access/account-name.ts';
import { AppError } from '../../core/errors.ts';
import type { ImportMapping } from '../../core/import/import-mapping.ts';
import type { ImportRow } from '../../core/import/import-row.ts';
import type { SheetChoice } from '../../core/import/inbox.ts';
import { sayRefusal } from '../../core/import/push.ts';
import { checkRule } from '../../core/mention/rule-check.ts';
import { type ReadingPool, readInPlace } from '../../core/reading/reading-pool.ts';
import type { Db } from '../../db/database.ts';
import { findMapping, listMappings } from '../../db/import/import-mappings.ts';
import { createWatch, listWatches } from '../../db/watch/watches.ts';
import { noteAudit, signedWork } from '../../flows/access/note-audit.ts';
import { demandColumn, demandUsable, lookAhead, recogniseBy } from '../../flows/import/guess-columns.ts';
import { type ImportDeps, type ImportReport, importRows } from '../../flows/import/import.ts';
import { createNearCopies } from '../../flows/ingest/near-copies.ts';
import { createStoring } from '../../flows/ingest/storing.ts';
import { teachWatchWords } from '../../flows/ingest/taught-reading.ts';
import { createWatchMatcher } from '../../flows/ingest/watch-matcher.ts';
import { openExisting, openInstallation } from '../../installation.ts';
import { createLog } from '../../log.ts';
import { readRows } from '../../reports/read-rows.ts';
import type { FilePlace } from '../../reports/sniff-file.ts';
import { loadHashKey } from '../../secret.ts';
import { createReaderMaker } from '../../text/pool/make-reader.ts';
import { createOverlayLoader } from '../../worker/overlay-loader.ts';
import type { CommandIO } from '../shell/command.ts';
import { putFault } from '../shell/streams.ts';
import { untilAsked } from '../shell/until-stopped.ts';

const PROGRESS_EVERY = 10_000;
/** The file that is stdin. */
const STDIN = '-';

/** Reads as the workers of the installation do: with the words of its watches and what its team taught. */
async function openReading(config: Config, db: Db): Promise<ReadingPool> {
  const pool = readInPlace(createReaderMaker());
  const reading = teachWatchWords(pool, db);
  const log = createLog(config.logLevel, 'cli');
  await createOverlayLoader({ pool, reading, db, log, now: Date.now }).configure();
  return reading;
}

/** All that an import works with. */
async function openDeps(config: Config, db: Db): Promise<ImportDeps> {
  return {
    db,
    reading: await openReading(config, db),
    matcher: createWatchMatcher(db),
    storing: createStoring(db, createNearCopies(Date.now)),
    hashKey: await loadHashKey(config, db),
    now: Date.now,
    canonicalise: addressForms,
    readTime: parseChineseDate,
  };
}

/** `名称=词,词`: makes that watch unless one of the name is there. */
async function demandWatch(db: Db, given: string): Promise<void> {
  const [name = '', words = ''] = given.split(/=(.*)/s).map((part) => part.trim());
  const isThere = async () => (await listWatches(db)).some((watch) => watch.name === name);
  if (await isThere()) return;
  const any = words
    .split(/[,，、]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (name === '' || any.length === 0) {
    throw new AppError('bad_request', `there is no watch "${name}"; make it with --watch 名称=词,词`);
  }
  const rule = { any, all: [], none: [] };
  const faults = checkRule(rule);
  if (faults.length > 0) throw new AppError('bad_rule', faults.map((fault) => fault.en).join('; '));
  try {
    await createWatch(db, { name, rule, people: [], sources: [], active: true }, Date.now());
  } catch (fault) {
    // Another process made it a moment ago.
    if (!(fault instanceof AppError && fault.code === 'conflict' && (await isThere()))) throw fault;
  }
}

async function demandMapping(db: Db, name: string): Promise<ImportMapping> {
  const saved = await findMapping(db, name);
  if (saved !== null) return saved.mapping;
  const names = (await listMappings(db)).map((each) => each.name);
  throw new AppError(
    'bad_request',
    `no mapping is remembered as "${name}"; there are: ${names.join(', ') || 'none'}`,
  );
}

/** Of a file whose rows are known with other content so many, ids are none: it is not imported, whatever was stored. */
const MAX_CHANGED_SHARE = 1 / 20;

function printReport(report: ImportReport, io: CommandIO): number {
  for (const { row, reason } of report.refused) putFault(io.stderr, row, 'bad_row', sayRefusal(reason));
  io.stdout.write(`${JSON.stringify(report)}\n`);
  const { rows, stored, known, copies, mentions, undated, future, refusedCount, changedCount } = report;
  const parts = [
    `${rows} rows: ${stored} stored (${copies} copies), ${known} known already, ${refusedCount} refused`,
    `${mentions} mentions`,
    ...(changedCount > 0 ? [`${changedCount} rows are known with other content and were left out`] : []),
    ...(undated > 0 ? [`${undated} rows without a time are in no count over time`] : []),
    ...(future > 0 ? [`${future} rows dated in the future are in no count over time`] : []),
  ];
  io.stderr.write(`${parts.join('; ')}\n`);
  const collapsed = changedCount > rows * MAX_CHANGED_SHARE;
  if (collapsed) {
    io.stderr.write(
      'many rows share their ids: is the column of ids one? --mapping says what the columns mean\n',
    );
  }
  return refusedCount > 0 || collapsed || io.signal.aborted ? 1 : 0;
}

function reportSheets(io: CommandIO) {
  return ({ read, others }: SheetChoice) => {
    if (others.length > 0) io.stderr.write(`the sheet ${read} is read; not read: ${others.join(', ')}\n`);
  };
}

interface ImportOptions {
  readonly file: string;
  readonly platform: string | undefined;
  readonly mapping: string | undefined;
  /** The column that is the text. */
  readonly text: string | undefined;
  readonly watch: readonly string[];
}

/** What is read before an installation is opened: a file that is no good makes none. */
async function openRows(file: string, io: CommandIO) {
  const name = file === STDIN ? 'stdin' : path.basename(file);
  const place: FilePlace = file === STDIN ? () => ({ stream: io.stdin, bytesRead: () => 0 }) : file;
  const rows = readRows(place, { name, onSheets: reportSheets(io) });
  return { name, ...(await lookAhead(untilAsked(rows, io.signal))) };
}

/** Tells of every so many rows. */
function tellProgress(io: CommandIO): (rows: number) => void {
  let told = 0;
  return (rows) => {
    if (rows - told < PROGRESS_EVERY) return;
    told = rows;
    io.stderr.write(`${rows} rows …\n`);
  };
}

/** What columns mean by their names, where no mapping is named: refused before an installation is opened or made. */
function recognised(first: readonly ImportRow[], name: string, text: string | undefined) {
  if (text !== undefined) demandColumn(first, text);
  const recognise = recogniseBy(first, text);
  demandUsable({ name, first, recognise, now: Date.now(), readTime: parseChineseDate });
  return { recognise };
}

async function remembered(db: Db, mapping: string, first: readonly ImportRow[], name: string) {
  const saved = await demandMapping(db, mapping);
  demandUsable({ name, first, fields: saved.fields, now: Date.now(), readTime: parseChineseDate });
  return saved;
}

export async function importFile(config: Config, wanted: ImportOptions, io: CommandIO): Promise<number> {
  const { platform, mapping, text } = wanted;
  if (mapping && text !== undefined) throw new AppError('bad_request', 'say either --mapping or --text');
  const { name, first, all } = await openRows(wanted.file, io);
  const named = mapping ? null : recognised(first, name, text);
  const db = mapping ? await openExisting(config) : (await openInstallation(config)).db;
  try {
    const columns = mapping ? await remembered(db, mapping, first, name) : named;
    for (const watch of wanted.watch) await demandWatch(db, watch);
    const deps = await openDeps(config, db);
    const input = {
      rows: all,
      origin: name,
      ...columns,
      ...(platform ? { platform } : {}),
      onProgress: tellProgress(io),
    };
    const done = { action: 'import.file', detail: `name=${name}` };
    const note = { at: Date.now(), who: SHELL_NAME, role: 'admin', ...done } as const;
    const { result, signed } = await signedWork(
      () => note,
      () => importRows(deps, input),
    );
    if (!signed) await noteAudit(db, note);
    return printReport(result, io);
  } finally {
    await db.destroy();
  }
}
