import { AppError } from '../../core/errors.ts';
import type { ReadInput, ReadOutcome } from '../../core/reading/reading-pool.ts';
import { toContract } from '../analyse.ts';
import type { LineFault, LinesRead } from './messages.ts';

interface Row {
  readonly id: string | number;
  readonly input: ReadInput;
}

function fail(message: string): never {
  throw new AppError('bad_row', message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('not a JSON object');
  }
}

function readRow(line: string): Row {
  const row = parse(line);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return fail('not a JSON object');
  const { id, text, title, rating } = row as Readonly<Record<string, unknown>>;
  // Larger numbers would come back changed, two as one.
  if (typeof id !== 'string' && (typeof id !== 'number' || !Number.isSafeInteger(id)))
    return fail('"id" must be a text or a whole number below 2^53');
  if (typeof text !== 'string') return fail('"text" must be a text');
  if (title !== undefined && title !== null && typeof title !== 'string')
    return fail('"title" must be a text');
  if (
    rating !== undefined &&
    rating !== null &&
    (typeof rating !== 'number' || !(rating >= 1 && rating <= 5))
  ) {
    return fail('"rating" must be a number from 1 to 5');
  }
  const context = { ...(title ? { title } : {}), ...(typeof rating === 'number' ? { rating } : {}) };
  return { id, input: { text, ...context } };
}

const encoder = new TextEncoder();

/**
 * Reads a chunk of whole lines, each a JSON object `{"id","text","title"?,"rating"?}`, into as many lines of
 * readings. Bytes in, bytes out: the thread that reads does all the work, and whoever hands chunks out and
 * writes the answers has next to none. Blank lines give nothing; a bad one gives a fault and costs no other.
 */
export function readLines(
  bytes: Uint8Array,
  read: (input: ReadInput, index: number) => ReadOutcome,
): LinesRead {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const faults: LineFault[] = [];
  let out = '';
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const fault = (code: string, message: string) => faults.push({ line: index + 1, code, message });
    try {
      const { id, input } = readRow(line);
      const outcome = read(input, index);
      if ('fault' in outcome) fault(outcome.fault.code, outcome.fault.message);
      else out += `${JSON.stringify(toContract(id, outcome.analysis))}\n`;
    } catch (error) {
      fault(
        error instanceof AppError ? error.code : 'internal',
        error instanceof Error ? error.message : String(error),
      );
    }
  });
  return { bytes: encoder.encode(out), lines: lines.length, faults };
}
