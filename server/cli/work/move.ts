import { AppError } from '../../core/errors.ts';
import type { Db } from '../../db/database.ts';
import { demandServer } from '../../db/engine/connectivity.ts';
import { openDatabase } from '../../db/engine/open.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { holdingStill, holdWrites, staysInUse } from '../../db/move/belongings.ts';
import { readConsistently } from '../../db/move/scan.ts';
import { closeMove, demandWhole, hasMove } from '../../db/move/state.ts';
import { moveInstallation } from '../../flows/upkeep/move-installation.ts';
import { settleTakenOut } from '../../flows/upkeep/prune-months.ts';
import { holdFolder, serveAlone } from '../../installation.ts';
import type { CommandIO } from '../shell/command.ts';
import { demandKey, type MoveEnds, moveBelongings } from './move-belongings.ts';
import { demandMovable, type MovePlace, readPlace } from './move-places.ts';
import { createProgressWriter, sentences, tableLine } from './move-words.ts';

function demandUnused(inUse: boolean, { name }: MovePlace): void {
  if (!inUse) return;
  throw new AppError('conflict', `other processes work with ${name}: stop all servers and workers first`);
}

/** Brings the source to this version, as `serve` would, and opens it for reading. */
async function openSource(place: MovePlace, { signal, pauses }: CommandIO): Promise<Db> {
  const db = openDatabase(place.at, { connections: 1, mover: true });
  try {
    await demandServer(db);
    await demandWhole(db);
    demandUnused(await staysInUse(db, pauses?.leavingMs), place);
    await migrateToLatest(db);
    // Half of what is forgotten is gone already: the rest would point nowhere.
    await settleTakenOut({ db, now: Date.now(), signal });
  } finally {
    await db.destroy();
  }
  return openDatabase(place.at, { readonly: true, connections: 1, mover: true });
}

async function openTarget(place: MovePlace): Promise<Db> {
  const db = openDatabase(place.at, { mover: true });
  try {
    await demandServer(db);
    if (!(await hasMove(db))) await migrateToLatest(db);
    return db;
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
}

async function copyAll(ends: MoveEnds, io: CommandIO): Promise<number> {
  await demandKey(ends);
  const begun = performance.now();
  const report = await moveInstallation(
    { ...ends, signal: io.signal, onProgress: createProgressWriter(io.stderr) },
    ends.source.name,
  );
  for (const comparison of report.tables) io.stdout.write(tableLine(comparison));
  for (const sentence of sentences(report)) io.stderr.write(`${sentence}\n`);
  if (report.tables.some(({ same }) => !same)) {
    io.stderr.write('the same command again copies these tables anew\n');
    return 1;
  }
  for (const words of await moveBelongings(ends)) io.stderr.write(`${words}\n`);
  await closeMove(ends.to);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  io.stderr.write(
    `${ends.target.name} holds all of ${ends.source.name}, checked row by row; this took ${seconds} s\n`,
  );
  return 0;
}

/** From the moment that the source is held nobody else writes to it; only then the view is opened that is copied. */
function copyFrom(ends: MoveEnds, io: CommandIO): Promise<number> {
  const leavingMs = io.pauses?.leavingMs;
  const copy = (own: Db) =>
    readConsistently(own, async (view) => {
      // What came by a pooler is known by its name alone.
      demandUnused(await staysInUse(view, leavingMs), ends.source);
      return copyAll({ ...ends, from: view }, io);
    });
  return holdWrites(ends.source.at, () => holdingStill(ends.from, copy, leavingMs));
}

async function openAndMove(source: MovePlace, target: MovePlace, io: CommandIO): Promise<number> {
  const from = await openSource(source, io);
  try {
    const to = await openTarget(target);
    try {
      return await copyFrom({ source, target, from, to }, io);
    } finally {
      await to.destroy();
    }
  } finally {
    await from.destroy();
  }
}

interface MoveOptions {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export async function move(given: MoveOptions, io: CommandIO): Promise<number> {
  const source = readPlace('--from', given.from, io.env);
  const target = readPlace('--to', given.to, io.env);
  demandMovable(source, target);
  const { dataFolder } = (source.engine === 'sqlite' ? source : target).config;
  const letGo = serveAlone({ dataFolder, databaseUrl: null });
  let release = () => {};
  try {
    release = holdFolder(dataFolder);
    return await openAndMove(source, target, io);
  } catch (fault) {
    if (!io.signal.aborted) throw fault;
    io.stderr.write('stopped: the same command goes on from here\n');
    return 1;
  } finally {
    release();
    letGo();
  }
}
