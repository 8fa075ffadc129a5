import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Config, parseConfig } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import type { Engine } from '../../db/engine/engine.ts';
import { isPostgres } from '../../db/engine/open.ts';
import { placeName, placeOf } from '../../installation.ts';

/** One end of a move. */
export interface MovePlace {
  readonly engine: Engine;
  /** As `openDatabase` takes it. */
  readonly at: string;
  /** For people, and to know it again by: never a password. */
  readonly name: string;
  readonly config: Config;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * What --from and --to name: `sqlite` and `postgres` are the places that the settings name, else a folder, the
 * database file in it, or an address.
 */
export function readPlace(option: '--from' | '--to', given: string | undefined, env: Env): MovePlace {
  if (given === undefined || given === '') {
    throw new AppError('bad_request', `${option} is missing: sqlite, postgres, a folder or postgres://…`);
  }
  if (given === 'postgres' || given === 'postgresql' || isPostgres(given)) {
    return onPostgres(parseConfig(isPostgres(given) ? { ...env, DATABASE_URL: given } : env), option);
  }
  const { DATABASE_URL: _, ...others } = env;
  if (given === 'sqlite') return onSqlite(parseConfig(others), null);
  const file = given.endsWith('.db') ? given : null;
  const folder = file === null ? given : path.dirname(file);
  return onSqlite(parseConfig({ ...others, TINGCHAO_DATA: folder }), file);
}

function onPostgres(config: Config, option: string): MovePlace {
  if (config.databaseUrl === null) {
    throw new AppError('bad_request', `${option} postgres: set DATABASE_URL, or write the address instead`);
  }
  return { engine: 'postgres', at: config.databaseUrl, name: placeName(config), config };
}

function onSqlite(config: Config, file: string | null): MovePlace {
  const at = path.resolve(file ?? placeOf(config));
  return { engine: 'sqlite', at, name: existsSync(at) ? realpathSync(at) : at, config };
}

/** @throws AppError('bad_request') for two of one kind, AppError('bad_file') for a source that is not there */
export function demandMovable(from: MovePlace, to: MovePlace): void {
  if (from.engine === to.engine) {
    throw new AppError('bad_request', 'one of --from and --to is SQLite, the other PostgreSQL');
  }
  if (from.engine === 'sqlite' && !(existsSync(from.at) && statSync(from.at).isFile())) {
    throw new AppError('bad_file', `there is no database at ${from.at}`);
  }
}
