import path from 'node:path';
import { runBenchmarks } from './shell/benchmarks.ts';
import { defineCommand } from './shell/command.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export default defineCommand({
  name: 'bench',
  summary: 'measure the main jobs on this machine (needs a clone of the repository)',
  help: `
usage: tingchao bench [--only LIST] [--texts FILE] [--posts N] [--lines N] [--topics N] [--mentions N]
       [--rounds N] [--keep DIR] [--soak-hosts N] [--soak-seconds N]

Runs test/bench/bench.ts, as "npm run bench -- …" does, and prints a table; everything takes many minutes.
The benchmarks are part of a clone, not of what is deployed: without them the exit status is 1.
  --only           only these, comma separated: reading, threads, memory, near, stories, detect, detectors,
                   detecting-pass, storm, ingest, overview (all of these if nothing is said), and, only where
                   asked for, soak and engines
  --texts          texts of yours, .jsonl or .jsonl.gz, instead of made-up ones; --posts: how many (20000)
  --lines          memory: lines that are read (1000000)
  --topics         detectors: how many made-up topics (40)
  --mentions       overview, engines: mentions beside which screens are read (1000000; 100000)
  --rounds         overview, engines: how often each screen is read (300)
  --keep           engines: what is filled stays in DIR, and a run that was broken off goes on there
  --soak-hosts, --soak-seconds    soak: hosts that behave ill (200), and how long (60)`,
  run(args, io) {
    // "npm run … -- bench -- --only x": the second separator is npm's, not ours.
    return runBenchmarks(ROOT, args[0] === '--' ? args.slice(1) : args, io);
  },
});
