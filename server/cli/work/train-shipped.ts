import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import { demandSets, EVENT_SETS, REQUIRED_SETS } from '../../text/training/required-sets.ts';
import type { CommandIO } from '../shell/command.ts';
import type { Lesson, MadeFile, TrainMessage } from './train-thread.ts';

const SHIPPED = fileURLToPath(new URL('../../text/model/', import.meta.url));
const SHIPPED_EVENTS = fileURLToPath(new URL('../../stories/model/', import.meta.url));

interface TrainOptions {
  /** The folder of what is made; without one it takes the place of what is shipped. */
  readonly out: string | undefined;
  readonly events: boolean;
}

/**
 * Makes the files in a folder of their own and puts them in place once all are there: of a training that fails or is
 * stopped nothing is left, and what was there before stays.
 */
export async function trainShipped(
  folder: string,
  { out, events }: TrainOptions,
  io: CommandIO,
): Promise<number> {
  demandSets(folder, events ? EVENT_SETS : REQUIRED_SETS);
  const target = out ?? (events ? SHIPPED_EVENTS : SHIPPED);
  const made = mkdirSync(target, { recursive: true });
  // Within it, so that both are on one disk and a name moves in one step.
  const part = mkdtempSync(path.join(target, '.training-'));
  let whole = false;
  try {
    const files = await learnApart({ folder, events }, io);
    if (io.signal.aborted) {
      io.stderr.write('stopped: nothing was put in place\n');
      return 1;
    }
    for (const { name, bytes } of files) writeFileSync(path.join(part, name), bytes);
    for (const { name } of files) renameSync(path.join(part, name), path.join(target, name));
    whole = true;
    for (const { name, bytes, f1 } of files) {
      const line = { file: path.join(target, name), bytes: bytes.length, f1 };
      io.stdout.write(`${JSON.stringify(line)}\n`);
    }
    return 0;
  } finally {
    rmSync(part, { recursive: true, force: true });
    if (!whole && made !== undefined) rmSync(made, { recursive: true, force: true });
  }
}

/**
 * Learning takes minutes and never looks up: in a thread of its own it can be stopped at any moment. Answers with what
 * was made, once all is or the command is asked to stop.
 */
async function learnApart(lesson: Lesson, io: CommandIO): Promise<readonly MadeFile[]> {
  const thread = new Worker(new URL('./train-thread.ts', import.meta.url), { workerData: lesson });
  const files: MadeFile[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = () => resolve();
  io.signal.addEventListener('abort', stop, { once: true });
  thread.on('message', (said: TrainMessage) => {
    if (said.kind === 'progress') io.stderr.write(`${said.words}\n`);
    else if (said.kind === 'file') files.push(said);
    else if (said.kind === 'fault') reject(new AppError(said.code, said.message));
    else resolve();
  });
  thread.once('error', reject);
  thread.once('exit', () => reject(new Error('the thread that learns ended before it was done')));
  if (io.signal.aborted) stop();
  try {
    await promise;
  } finally {
    io.signal.removeEventListener('abort', stop);
    await thread.terminate();
  }
  return files;
}
