import { type Config, parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';

/** A server that takes longer than this is as good as down. */
const ANSWER_MS = 5_000;
/** Twice the pause between two words of a worker, and a little. */
const LISTEN_MS = 12_000;

/** What the server on this machine says of itself. */
async function askServer({ host, port }: Config, path: string): Promise<object> {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const name = near.includes(':') && !near.startsWith('[') ? `[${near}]` : near;
  try {
    const answer = await fetch(`http://${name}:${port}${path}`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return { ok: answer.ok, ...((await answer.json()) as object) };
  } catch {
    return { ok: false, code: 'no_server' };
  }
}

async function look(config: Config, options: { readonly pages: boolean; readonly worker: boolean }) {
  if (!options.worker) return askServer(config, options.pages ? '/api/ready/pages' : '/api/ready');
  if (config.databaseUrl === null) {
    throw new AppError(
      'bad_config',
      '--worker: on SQLite the worker is part of "tingchao serve"; leave it out',
    );
  }
  const { hearWorker } = await import('./work/hear-worker.ts');
  return hearWorker(config.databaseUrl, config, LISTEN_MS);
}

export default defineCommand({
  name: 'health',
  summary: 'say whether the server or the worker on this machine is well',
  help: `
usage: tingchao health [--pages | --worker]

Prints {"ok":true}, exit status 0, or {"ok":false,"code":…}, exit status 1; for whatever starts again what is ill.
  (nothing)   the server at TINGCHAO_HOST:TINGCHAO_PORT has its database with room in it, and workers
              do all kinds of work (GET /api/ready)
  --pages     the server has its database, whoever works (GET /api/ready/pages)
  --worker    a worker of this machine lives and can look for jobs: listens for its word, up to ${LISTEN_MS / 1000} s (PostgreSQL)`,
  async run(args, io: CommandIO) {
    const { options } = readArguments(args, [], { pages: 'flag', worker: 'flag' });
    if (options.pages && options.worker)
      throw new AppError('bad_request', 'ask for one: --pages or --worker');
    const found = await look(parseConfig(io.env), options);
    io.stdout.write(`${JSON.stringify(found)}\n`);
    return 'ok' in found && found.ok === true ? 0 : 1;
  },
});
