import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  throw new Error(
    `Node ${process.versions.node} is too old for the tests: start them with \`npm test\` after \`npm ci\`.`,
  );
}

const MEMORY = '/dev/shm';
const ROOM = 4 * 1024 ** 3;

/** The tests make a thousand small databases: where memory has room for them no disk is waited for. */
function temporaryFolder(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM ? MEMORY : tmpdir();
}

/** Files that start whole installations take longest: begun last, they would leave the other worker idle. */
const SLOW = [
  /\/test\/story\/(crisis|past)/,
  /\/test\/web\/pages/,
  /\/test\/(story|faults)\//,
  /\/test\/(cli|db|text)\//,
];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = SLOW.findIndex((each) => each.test(moduleId));
      return place < 0 ? SLOW.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // What touches the database is run on both engines; the rest does not know which one it is.
    projects: [
      { extends: true, test: { name: 'sqlite', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['test/{db,faults,flows,queue,story}/**/*.test.ts', 'test/bus/bus.test.ts'],
          globalSetup: 'test/support/postgres.ts',
        },
      },
    ],
    // What native code holds (SQLite, nodejieba as a yardstick) goes with its process; threads would leak it.
    pool: 'forks',
    // Node runs the files as they are, as it does those of the server, and compiles them once for all processes.
    experimental: { viteModuleRunner: false },
    // One more than the two cores: the longest files wait for a story to be told, and leave a core idle.
    maxWorkers: 3,
    maxConcurrency: 2,
    // What a test makes is soon forgotten: with room for it, less of it is carried along and looked through.
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=32'],
    // Dictionaries and models are read once for each process, not for each of some 170 files.
    isolate: false,
    sequence: { sequencer: SlowFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A busy machine is late with everything; what never comes still fails.
    expect: { poll: { timeout: 60_000 } },
    // The replay servers live on loopback; nothing may reach further.
    // Threads that the tests start share what their files compile to, as those of the server do.
    env: {
      NODE_ENV: 'test',
      NODE_COMPILE_CACHE: path.join(tmpdir(), 'node-compile-cache'),
      TMPDIR: temporaryFolder(),
    },
  },
});
