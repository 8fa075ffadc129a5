import type { Readable } from 'node:stream';
import { AppError } from '../core/errors.ts';

const MB = 1024 * 1024;

export interface UnpackedBounds {
  /** Bytes of everything held in memory: shared strings, styles. */
  readonly held: number;
  /** Bytes of sheets, which are read as they come. */
  readonly sheets: number;
  readonly strings: number;
}

const BOUNDS: UnpackedBounds = { held: 200 * MB, sheets: 512 * MB, strings: 5_000_000 };

/** The two streams of `unzipper`, within exceljs, that unpacked bytes go through. */
type Entry = NodeJS.WritableStream & { readonly path: string };
type Zip = NodeJS.WritableStream & {
  push(entry: Entry | null): boolean;
  emit(name: string, ...given: unknown[]): boolean;
};
/** Milliseconds after which a file that was taken in whole and ends in no way at all is over. */
const PATIENCE = 1_000;

/**
 * Bounds what is unpacked from an XLSX file: a megabyte may unpack to gigabytes. The reader unpacks by itself
 * and has no bounds, so this watches the unpacker that it pipes the file into. A file that breaks off says so to
 * nobody else: whoever waits for the rest of it would wait for ever.
 * @returns what was found to be too much, or why the file broke off; null while neither is so
 */
export function boundUnpacked(source: Readable, bounds = BOUNDS): () => Error | null {
  const count = { held: 0, sheets: 0, strings: 0 };
  let fault: Error | null = null;
  let stop = (_: Error) => {};
  const pipe = source.pipe.bind(source);
  source.pipe = ((zip: Zip) => {
    const over = holdEnd(zip);
    const push = zip.push.bind(zip);
    let open: Entry | null = null;
    stop = (why) => {
      if (fault !== null) return;
      fault = why;
      // Whatever waits for the end of this part or for the next one goes on, and finds the fault.
      source.unpipe(zip);
      open?.end();
      zip.emit('error', why);
    };
    zip.push = (entry) => {
      open = entry;
      if (entry === null) over();
      else guard(entry, (chunk) => stopAt(countPart(count, entry.path, chunk, bounds)));
      return push(entry);
    };
    const stopAt = (why: AppError | null) => {
      if (why !== null) stop(why);
      return fault === null;
    };
    zip.on('error', () => {});
    return pipe(zip);
  }) as Readable['pipe'];
  // It may have broken off before anybody listened.
  setImmediate(() => source.errored && stop(source.errored));
  source.on('error', (error) => stop(error));
  return () => fault;
}

/** Of a part's bytes only those go on that may. */
function guard(entry: Entry, mayPass: (chunk: Buffer) => boolean): void {
  const write = entry.write.bind(entry) as (...given: unknown[]) => boolean;
  const take = (chunk: Buffer, ...others: unknown[]): boolean =>
    mayPass(chunk) ? write(chunk, ...others) : true;
  Object.assign(entry, { write: take });
}

/**
 * The unpacker tells its end as soon as it has taken in all bytes. Whoever is busy with a part then would never see those
 * that it has not handed out yet.
 * @returns to be called once all are
 */
function holdEnd(zip: Zip): () => void {
  const emit = zip.emit.bind(zip);
  let isOver = false;
  let waiting: NodeJS.Timeout | undefined;
  const over = () => {
    isOver = true;
    clearTimeout(waiting);
  };
  zip.emit = (name: string, ...given: unknown[]) => {
    if (name !== 'end' || isOver) return emit(name, ...given);
    waiting ??= setTimeout(() => {
      over();
      emit('end');
    }, PATIENCE);
    return true;
  };
  return over;
}

function countPart(
  count: { held: number; sheets: number; strings: number },
  path: string,
  chunk: Buffer,
  bounds: UnpackedBounds,
): AppError | null {
  const kind = path.startsWith('xl/worksheets/') ? 'sheets' : 'held';
  count[kind] += chunk.length;
  if (path === 'xl/sharedStrings.xml') {
    for (let at = chunk.indexOf('<si'); at >= 0; at = chunk.indexOf('<si', at + 3)) count.strings++;
  }
  const most = bounds[kind];
  if (count[kind] > most) return tooMuch(`it unpacks to more than ${Math.round(most / MB)} MB`);
  if (count.strings > bounds.strings) return tooMuch(`it holds more than ${bounds.strings} different texts`);
  return null;
}

function tooMuch(what: string): AppError {
  return new AppError('bad_file', `this XLSX file is too large: ${what}; save it as CSV, or in parts`);
}
