import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// What we write holds what people said, and secrets of channels: nobody else on this machine reads it.
process.umask(0o077);

// Some 500 files are read at each start: what they compile to is kept between starts, and shared by the threads.
const { directory } = enableCompileCache();
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory;

// A background compiler that wants memory collected waits for this thread, and `process.exit` waits for the compiler:
// once in some thousand starts a process that had done its work never ended (nodejs/node#54918, seen with this one).
setFlagsFromString('--no-concurrent-sparkplug');

/** Time for the other compilers to end, with this thread at their service; a short command gave them nothing to do. */
const SETTLE_MS = 50;
const SHORT_MS = 1_000;

/** Stops the whole process; nothing else may. What is on its way to stdout gets there first. */
function end(status: number): void {
  const settle = performance.now() < SHORT_MS ? 0 : SETTLE_MS;
  process.stdout.write('', () => setTimeout(() => process.exit(status), settle));
}

/** One Ctrl-C arrives twice where npm passes on what the terminal has sent us already. */
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

/** What npm starts us by, from a clone; `npm test` is none of them. */
const SCRIPTS = ['start', 'tingchao', 'demo'];
const PARENT_MS = 500;

// Told to stop, npm tells its shell, which ends and hands nothing on: we would hold the port and the data folder, unseen.
if (SCRIPTS.includes(process.env.npm_lifecycle_event ?? '')) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop.abort();
  }, PARENT_MS).unref();
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
