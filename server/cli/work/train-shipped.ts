import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../core/errors.ts';
import { trainEvents } from '../../stories/training/train-events.ts';
import { createLexiconPreparer } from '../../text/prepared.ts';
import { hasSet, readSet } from '../../text/training/corpus.ts';
import { readDictionaryNames } from '../../text/training/dictionary-names.ts';
import { trainGrave } from '../../text/training/grave.ts';
import { trainIntents } from '../../text/training/intents.ts';
import { lessonMark } from '../../text/training/lesson-mark.ts';
import { trainService } from '../../text/training/service-aspects.ts';
import { trainTopics } from '../../text/training/topics.ts';
import { trainModel } from '../../text/training/train.ts';
import type { CommandIO } from '../shell/command.ts';

const SHIPPED = fileURLToPath(new URL('../../text/model/', import.meta.url));
const SHIPPED_EVENTS = fileURLToPath(new URL('../../stories/model/', import.meta.url));

interface Wanted {
  /** The folder of what is made; without one it takes the place of what is shipped. */
  readonly out: string | undefined;
  readonly events: boolean;
}

export function trainShipped(folder: string, { out, events }: Wanted, io: CommandIO): number {
  const progress = (now: string) => {
    io.stderr.write(`${now}\n`);
  };
  if (events) return trainShippedEvents(folder, out ?? SHIPPED_EVENTS, io);
  const files = {
    'model.bin': () => trainModel(folder, { progress }),
    'grave.bin': () => trainGrave(folder, createLexiconPreparer(), progress),
    'intents.bin': () => trainIntents('rare', folder, createLexiconPreparer(), progress),
    'stance.bin': () => trainIntents('frequent', folder, createLexiconPreparer(), progress),
    'service.bin': () => trainService(folder, createLexiconPreparer(), progress),
    'topics.bin': () => trainTopics(folder, createLexiconPreparer(), progress),
    'lessons.txt': () => Buffer.from(`${lessonMark(createLexiconPreparer())}\n`),
  };
  const target = out ?? SHIPPED;
  mkdirSync(target, { recursive: true });
  for (const [name, make] of Object.entries(files)) {
    const file = path.join(target, name);
    const bytes = make();
    writeFileSync(file, bytes);
    io.stdout.write(`${JSON.stringify({ file, bytes: bytes.length })}\n`);
  }
  return 0;
}

/** What was counted is written before pairs are learnt: their measures rest on it. */
function trainShippedEvents(folder: string, target: string, io: CommandIO): number {
  if (!hasSet(folder, 'event_pairs', 'train')) throw new AppError('bad_file', `${folder} has no event_pairs`);
  mkdirSync(target, { recursive: true });
  for (const { name, bytes, f1 } of trainEvents(
    readSet(folder, 'event_pairs', 'train'),
    readDictionaryNames(),
  )) {
    const file = path.join(target, name);
    writeFileSync(file, bytes);
    io.stdout.write(`${JSON.stringify({ file, bytes: bytes.length, f1 })}\n`);
  }
  return 0;
}
