import type { Config } from '../../config.ts';
import type { JobKind } from '../../core/job/job.ts';
import { openInstallation, placeName } from '../../installation.ts';
import { createLog, type Log } from '../../log.ts';
import { loadHashKey } from '../../secret.ts';
import { VERSION } from '../../version.ts';
import { startWork } from '../../worker/work.ts';
import type { WorkerStart } from '../../worker/worker-messages.ts';
import type { CommandIO } from '../shell/command.ts';
import { stopped } from '../shell/until-stopped.ts';

/** As `serve` gives its worker. */
const GRACE_MS = 8_000;

interface WorkerOptions {
  readonly jobs: readonly JobKind[];
  /** The same for people. */
  readonly named: string;
}

export async function workUntilStopped(
  config: Config,
  wanted: WorkerOptions,
  io: CommandIO,
): Promise<number> {
  const { jobs, named } = wanted;
  const log = createLog(config.logLevel, 'worker');
  const work = await startWork(await prepare(config, jobs, log), null, log);
  log.info({ jobs, version: VERSION, database: placeName(config) }, 'the worker works');
  io.stderr.write(`听潮 works: ${named}\n`);
  await stopped(io.signal);
  await work.stop(GRACE_MS);
  log.info({}, 'stopped');
  return 0;
}

/** Migrates the database if need be, and finds the key that all share. */
async function prepare(config: Config, jobs: readonly JobKind[], log: Log): Promise<WorkerStart> {
  const { db, applied } = await openInstallation(config);
  try {
    if (applied.length > 0) log.info({ applied }, 'the database was brought up to this version');
    const hashKey = (await loadHashKey(config, db)).toString('hex');
    const { token: _, secret: __, ...open } = config;
    const baseUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
    if (config.publicUrl === null && jobs.includes('deliver')) {
      log.warn({ baseUrl }, 'links in alerts lead here; set TINGCHAO_URL to the address that people open');
    }
    return { config: open, hashKey, baseUrl, jobs, overrides: {} };
  } finally {
    await db.destroy();
  }
}
