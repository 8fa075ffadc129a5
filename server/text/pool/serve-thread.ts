import type { MessagePort } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import type { Reader } from '../../core/reading/analysis.ts';
import {
  type MakeReader,
  type ReadFaultCode,
  type ReadInput,
  type ReadOutcome,
  readOne,
} from '../../core/reading/reading-pool.ts';
import { readLines } from './lines.ts';
import type { FromThread, Shunned, TaskMessage, ThreadStart, ToThread } from './messages.ts';
import { openProgress, type Progress } from './progress.ts';
import { createQuarantine, markOf, type Quarantine } from './quarantine.ts';

const FAULT_WORDS: Readonly<Record<ReadFaultCode, string>> = {
  unreadable: 'the reader failed on this text',
  reading_hung: 'reading this text did not come to an end',
  reading_crashed: 'reading this text brought its thread down',
};

/**
 * All that a thread of the pool does: makes its reader, says that it is ready, and answers tasks one by one.
 * Before each text it leaves word in shared memory, so that a text that hangs or kills can be told.
 */
export function serveThread(port: MessagePort, start: ThreadStart, make: MakeReader): void {
  const quarantine = createQuarantine(start.shunned);
  const progress = openProgress(start.progress);
  let reader = begin(port, start, make);
  if (reader === null) return;
  port.on('message', (message: ToThread) => {
    if (message.kind === 'configure') reader = make(message.settings);
    else if (message.kind === 'shun') quarantine.add(message.shunned);
    else if (reader !== null) perform(port, message, { reader, quarantine, progress });
  });
  say(port, { kind: 'ready' });
}

function say(port: MessagePort, message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

/** Null, and told, when there can be no reader for a reason that somebody can mend. */
function begin(port: MessagePort, { settings }: ThreadStart, make: MakeReader): Reader | null {
  try {
    const reader = make(settings);
    // The first text loads the dictionaries: better before somebody waits.
    reader.read('开机');
    return reader;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say(port, { kind: 'refused', code: error.code, message: error.message });
    return null;
  }
}

interface Tools {
  readonly reader: Reader;
  readonly quarantine: Quarantine;
  readonly progress: Progress;
}

function perform(port: MessagePort, { id, ask, poison }: TaskMessage, tools: Tools): void {
  const { reader, quarantine, progress } = tools;
  const shunned: Shunned[] = [];
  const codes = new Map(poison.map(({ index, code }) => [index, code]));
  const read = (input: ReadInput, index: number): ReadOutcome => {
    const code = codes.get(index) ?? quarantine.find(input);
    if (code === null) {
      progress.begin(id, index);
      return readOne(reader, input);
    }
    if (codes.has(index)) shunned.push({ mark: markOf(input), code });
    return { fault: { code, message: FAULT_WORDS[code] } };
  };
  const answer = ask.kind === 'lines' ? readLines(ask.bytes, read) : ask.inputs.map(read);
  progress.rest();
  // Bytes change hands, nothing else can.
  const transfer = 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : [];
  say(port, { kind: 'done', id, answer, shunned }, transfer);
}
