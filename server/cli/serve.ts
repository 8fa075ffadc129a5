import { parseConfig } from '../config.ts';
import { startRuntime } from '../runtime.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

export default defineCommand({
  name: 'serve',
  summary: 'run the server: pages, collection, detection, alerts',
  help: `
usage: tingchao serve

Listens on TINGCHAO_HOST:TINGCHAO_PORT (this machine only unless TINGCHAO_TOKEN is set), collects the
feeds, detects and delivers until SIGINT or SIGTERM; then work in hand is finished or handed back within
ten seconds and the exit status is 0. A second signal ends it at once. Logs are JSON lines on stderr.`,
  async run(args, io) {
    readArguments(args, [], {});
    const runtime = await startRuntime(parseConfig(io.env));
    io.stderr.write(`听潮 listens on ${runtime.url}\n`);
    const failed = await Promise.race([
      aborted(io.signal).then(() => false),
      runtime.failed.then(() => true),
    ]);
    await runtime.close();
    return failed ? 1 : 0;
  },
});
