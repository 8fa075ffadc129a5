import { enableCompileCache } from 'node:module';

// What we write holds what people said, and secrets of channels: nobody else on this machine reads it.
process.umask(0o077);

// Some 500 files are read at each start: what they compile to is kept between starts, and shared by the threads.
const { directory } = enableCompileCache();
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory;

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

const { runCommandLine } = await import('./cli/shell/commands.ts');
end(
  await runCommandLine(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: stop.signal,
  }),
);
