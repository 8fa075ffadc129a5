import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // nodejieba never gives a thread's 255 MB back: processes end, threads leak.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The replay servers live on loopback; nothing may reach further.
    env: { NODE_ENV: 'test' },
  },
});
