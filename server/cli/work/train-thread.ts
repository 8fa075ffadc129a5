import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import { trainEvents } from '../../stories/training/train-events.ts';
import { createLexiconPreparer } from '../../text/prepared.ts';
import { readSet } from '../../text/training/corpus.ts';
import { readDictionaryNames } from '../../text/training/dictionary-names.ts';
import { trainGrave } from '../../text/training/grave.ts';
import { trainIntents } from '../../text/training/intents.ts';
import { lessonMark } from '../../text/training/lesson-mark.ts';
import { trainService } from '../../text/training/service-aspects.ts';
import { trainTopics } from '../../text/training/topics.ts';
import { trainModel } from '../../text/training/train.ts';

export interface Lesson {
  /** Where the labelled sets lie. */
  readonly folder: string;
  readonly events: boolean;
}

export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly f1?: Readonly<Record<string, number>>;
}

/** What the thread says: how far it is, each file once it is made, or why there will be none. */
export type TrainMessage =
  | { readonly kind: 'progress'; readonly words: string }
  | ({ readonly kind: 'file' } & MadeFile)
  | { readonly kind: 'fault'; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: 'done' };

const port = parentPort;
if (port === null) throw new Error('train-thread.ts is started for one training, in a thread of its own');
const { folder, events }: Lesson = workerData;
const say = (said: TrainMessage) => port.postMessage(said);
const progress = (words: string) => say({ kind: 'progress', words });

/** One file after the other. What was counted comes before pairs are learnt: their measures rest on it. */
function* makeFiles(): Generator<MadeFile> {
  if (events) {
    yield* trainEvents(readSet(folder, 'event_pairs', 'train'), readDictionaryNames());
    return;
  }
  yield { name: 'model.bin', bytes: trainModel(folder, { progress }) };
  yield { name: 'grave.bin', bytes: trainGrave(folder, createLexiconPreparer(), progress) };
  yield { name: 'intents.bin', bytes: trainIntents('rare', folder, createLexiconPreparer(), progress) };
  yield { name: 'stance.bin', bytes: trainIntents('frequent', folder, createLexiconPreparer(), progress) };
  yield { name: 'service.bin', bytes: trainService(folder, createLexiconPreparer(), progress) };
  yield { name: 'topics.bin', bytes: trainTopics(folder, createLexiconPreparer(), progress) };
  yield { name: 'lessons.txt', bytes: Buffer.from(`${lessonMark(createLexiconPreparer())}\n`) };
}

try {
  for (const file of makeFiles()) say({ kind: 'file', ...file });
  say({ kind: 'done' });
} catch (fault) {
  if (!(fault instanceof AppError)) throw fault;
  say({ kind: 'fault', code: fault.code, message: fault.message });
}
