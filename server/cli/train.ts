import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readInPlace } from '../core/reading/reading-pool.ts';
import type { Db } from '../db/database.ts';
import { listOverlays } from '../db/reading/overlays.ts';
import { switchOverlay, trainTeamOverlay } from '../flows/reading/train-overlay.ts';
import { openInstallation } from '../installation.ts';
import { openLinks } from '../links.ts';
import { createLog } from '../log.ts';
import { trainEvents } from '../stories/training/train-events.ts';
import { type LabelledText, trainOverlay } from '../text/overlay-train.ts';
import { createLexiconPreparer } from '../text/prepared.ts';
import { createReader } from '../text/reader.ts';
import { hasSet, readSet } from '../text/training/corpus.ts';
import { readDictionaryNames } from '../text/training/dictionary-names.ts';
import { trainGrave } from '../text/training/grave.ts';
import { trainIntents } from '../text/training/intents.ts';
import { trainTopics } from '../text/training/topics.ts';
import { trainModel } from '../text/training/train.ts';
import { readArguments } from './shell/arguments.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';

const OPTIONS = { overlay: 'flag', revert: 'flag', force: 'flag', by: 'text', to: 'text' } as const;
const SHIPPED = fileURLToPath(new URL('../text/model/', import.meta.url));
const SHIPPED_EVENTS = fileURLToPath(new URL('../stories/model/', import.meta.url));

export default defineCommand({
  name: 'train',
  summary: 'make the shipped model from labelled sets, or teach an installation what its team labelled',
  help: `
usage: tingchao train DIR [--out FOLDER] [--events]
       tingchao train --overlay [--by NAME] [--force]
       tingchao train --revert [--to VERSION] [--by NAME]

DIR holds the labelled sets (see "tingchao evaluate --help"); the four model files made from them replace the
shipped ones, or go to --out. The same sets give the same files, byte for byte; it takes minutes. --events
makes instead what stories and "tingchao same" know, from the set event_pairs.

--overlay learns from the labels that people gave in the pages: a calibration of the reader and, with
enough labels, words of the trade. One labelled post in five is never learned from and measures it before
and after. The version is used when it is no worse there; --force uses it anyhow. --revert goes back to the
reader alone, or to an earlier version. Prints what came of it as JSON. A running server follows at once.
Texts that are stored keep their reading.
  --by   who asked for it, as the page of labels shows it (default: cli)
  --to   the earlier version that --revert goes back to (default: none, the reader alone)`,
  async run(args, io) {
    const [folder] = args;
    if (folder !== undefined && !folder.startsWith('--')) return trainShipped(args, io);
    const { options } = readArguments(args, [], OPTIONS);
    const by = options.by?.trim() || 'cli';
    if (options.overlay === options.revert) {
      throw new AppError('bad_request', 'say either --overlay or --revert');
    }
    const config = parseConfig(io.env);
    return options.overlay
      ? withDatabase(config, (db) => train(config, db, { by, force: options.force }, io))
      : withDatabase(config, (db) => revert(config, db, { by, to: options.to }, io));
  },
});

function trainShipped(args: readonly string[], io: CommandIO): number {
  const { words, options } = readArguments(args, ['DIR'], { out: 'text', events: 'flag' });
  const folder = words[0] ?? '';
  const progress = (now: string) => {
    io.stderr.write(`${now}\n`);
  };
  if (options.events) return trainShippedEvents(folder, options.out ?? SHIPPED_EVENTS, io);
  const files = {
    'model.bin': () => trainModel(folder, { progress }),
    'grave.bin': () => trainGrave(folder, createLexiconPreparer(), progress),
    'intents.bin': () => trainIntents(folder, createLexiconPreparer(), progress),
    'topics.bin': () => trainTopics(folder, createLexiconPreparer(), progress),
  };
  const target = options.out ?? SHIPPED;
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

async function withDatabase(config: Config, run: (db: Db) => Promise<number>): Promise<number> {
  const { db } = await openInstallation(config);
  try {
    return await run(db);
  } finally {
    await db.destroy();
  }
}

async function train(
  config: Config,
  db: Db,
  input: { readonly by: string; readonly force: boolean },
  io: CommandIO,
): Promise<number> {
  const plain = readInPlace(() => createReader());
  const log = createLog(config.logLevel, 'cli');
  const read = {
    readPlain: plain.readAll,
    train: async (texts: readonly LabelledText[]) => trainOverlay(texts),
  };
  const outcome = await trainTeamOverlay({ db, log, now: Date.now, ...read }, input);
  if (outcome.kind === 'refused') {
    const { reason, labels, needed } = outcome;
    io.stderr.write(`tingchao: ${reason}: ${labels} labelled posts, at least ${needed} are needed\n`);
    return 1;
  }
  await tellServer(config, db);
  io.stdout.write(`${JSON.stringify(outcome.version)}\n`);
  return 0;
}

async function revert(
  config: Config,
  db: Db,
  { by, to }: { readonly by: string; readonly to: string | undefined },
  io: CommandIO,
): Promise<number> {
  const id = to === undefined ? null : Number(to);
  if (id !== null && !Number.isInteger(id)) throw new AppError('bad_request', `--to ${to} is no version`);
  await switchOverlay({ db, now: Date.now }, { id, by });
  await tellServer(config, db);
  const active = (await listOverlays(db)).find((version) => version.active) ?? null;
  io.stdout.write(`${JSON.stringify({ active: active?.id ?? null })}\n`);
  return 0;
}

/** A server that runs takes the job at its next look; without one it waits there, and does no harm. */
async function tellServer(config: Config, db: Db): Promise<void> {
  const links = await openLinks({ home: config, db, log: createLog(config.logLevel, 'cli'), port: null });
  await links.queue.add('configure-readers', {}, { key: 'configure-readers' });
  await links.close();
}
