import { runCommandLine } from './cli/shell/commands.ts';

/** Stops the whole process; nothing else may. What is on its way to stdout gets there first. */
function end(status: number): void {
  process.stdout.write('', () => process.exit(status));
}

/** One Ctrl-C arrives twice where npm passes on what the terminal has told us already. */
const SAME_MS = 500;

const stop = new AbortController();
let askedAt = Number.POSITIVE_INFINITY;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks; whoever asks again means it.
    if (performance.now() - askedAt > SAME_MS) process.exit(130);
    askedAt = Math.min(askedAt, performance.now());
    stop.abort();
  });
}

// `tingchao … | head` closes our stdout: there is nobody left to write for, so the work ends as if asked to.
process.stdout.on('error', (fault) => stop.abort(fault));

end(
  await runCommandLine(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: stop.signal,
  }),
);
