import { parseConfig } from '../config.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';
import { stopped } from './shell/until-stopped.ts';

export default defineCommand({
  name: 'serve',
  summary: 'run the server: pages, collection, detection, alerts',
  help: `
usage: tingchao serve [--no-worker]

Listens on TINGCHAO_HOST:TINGCHAO_PORT (this machine only unless TINGCHAO_TOKEN is set), collects the
feeds, detects and delivers until SIGINT or SIGTERM; then work in hand is finished or handed back within
ten seconds and the exit status is 0. A second signal ends it at once. Logs are JSON lines on stderr.

With DATABASE_URL any number of servers and of "tingchao worker" processes share one PostgreSQL database.
  --no-worker   serve the pages only; collecting and the rest is left to "tingchao worker"`,
  async run(args, io) {
    const { options } = readArguments(args, [], { 'no-worker': 'flag' });
    const config = parseConfig(io.env);
    const { startRuntime } = await import('../runtime.ts');
    const runtime = await startRuntime(config, {
      worker: !options['no-worker'],
      onListening: (url) => io.stderr.write(`听潮 listens on ${url}\n`),
    });
    const failed = await Promise.race([
      stopped(io.signal).then(() => false),
      runtime.failed.then(() => true),
    ]);
    await runtime.close();
    return failed ? 1 : 0;
  },
});
