import { AppError } from '../core/errors.ts';
import { toContract } from '../text/analyse.ts';
import { createReader } from '../text/reader.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';
import { type Line, put, putFault, readLines } from './shell/streams.ts';

interface Input {
  readonly id: string;
  readonly text: string;
  readonly context: { readonly title?: string; readonly rating?: number };
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

function readInput(line: string): Input {
  const row = parse(line);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return fail('not a JSON object');
  const { id, text, title, rating } = row as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' && typeof id !== 'number') return fail('"id" must be a text or a number');
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
  return { id: String(id), text, context };
}

export default defineCommand({
  name: 'analyse',
  summary: 'read sentiment, severity, aspects … of texts from stdin (JSONL)',
  help: `
usage: tingchao analyse < texts.jsonl > readings.jsonl

Reads one {"id","text","title"?,"rating"?} a line and writes one reading a line, in the same order:
sentiment, emotion, intents, severity, aspects and the evidence, spans in UTF-16 units of the text.
A bad line is told on stderr as {"line":N,"error":"CODE","message":"…"}, the rest goes on, and the exit
status is 1.`,
  async run(args, io) {
    readArguments(args, [], {});
    const reader = createReader();
    let status = 0;
    const answer = (line: Line): string => {
      if (line.text.trim() === '') return '';
      try {
        const { id, text, context } = readInput(line.text);
        return `${JSON.stringify(toContract(id, reader.read(text, context)))}\n`;
      } catch (fault) {
        status = 1;
        const code = fault instanceof AppError ? fault.code : 'internal';
        putFault(io.stderr, line.number, code, fault instanceof Error ? fault.message : String(fault));
        return '';
      }
    };
    for await (const lines of readLines(io.stdin)) {
      await put(io.stdout, lines.map(answer).join(''));
      if (io.signal.aborted) break;
    }
    return status;
  },
});
