import { readAnalysisThreads } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { type LinesRead, openReadingPool } from '../text/pool/pool.ts';
import { threadsOfAllCores } from '../text/pool/size.ts';
import { readArguments } from './shell/arguments.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';
import { inOrder } from './shell/in-order.ts';
import { put, putFault } from './shell/streams.ts';
import { wholeLines } from './shell/whole-lines.ts';

/** Pieces in work, in wait and in the writing, for each thread. */
const PIECES_A_THREAD = 4;

function threadsOf(option: string | undefined, env: CommandIO['env']): number {
  if (option === undefined) return readAnalysisThreads(env) || threadsOfAllCores();
  if (/^\d{1,2}$/.test(option) && Number(option) >= 1 && Number(option) <= 64) return Number(option);
  throw new AppError('bad_request', `--threads takes a whole number from 1 to 64, not "${option}"`);
}

export default defineCommand({
  name: 'analyse',
  summary: 'read sentiment, severity, aspects … of texts from stdin (JSONL)',
  help: `
usage: tingchao analyse [--threads N] < texts.jsonl > readings.jsonl

Reads one {"id","text","title"?,"rating"?} a line and writes one reading a line, in the same order, under
the id as it was given: sentiment, emotion, intents, severity, aspects, the evidence and more. "rating" is 1 to 5
stars. Spans are in UTF-16 units of the text; an aspect or party that stands in the title has the span [0,0].
The weights of the evidence sum to the score: what weighs in the title, or stands in no word, comes last, with
the span [0,0] and no text.
A bad line is told on stderr as {"line":N,"error":"CODE","message":"…"}, the rest goes on, and the exit
status is 1; so is a text that the reader fails on, does not finish, or dies of.
  --threads   how many texts are read at once (default: TINGCHAO_ANALYSIS_THREADS, else one for each
              core, eight at most); each thread holds some 150 MB of dictionaries and models`,
  async run(args, io) {
    const { options } = readArguments(args, [], { threads: 'text' });
    const threads = threadsOf(options.threads, io.env);
    const pool = openReadingPool({ threads });
    let lines = 0;
    let status = 0;
    const writeOut = async (read: LinesRead) => {
      for (const { line, code, message } of read.faults) {
        status = 1;
        putFault(io.stderr, lines + line, code, message);
      }
      lines += read.lines;
      await put(io.stdout, read.bytes);
    };
    try {
      await inOrder(wholeLines(io.stdin), threads * PIECES_A_THREAD, pool.readLines, writeOut, io.signal);
    } finally {
      await pool.close();
    }
    return io.signal.aborted ? 1 : status;
  },
});
