import { readArguments } from '../../server/cli/shell/arguments.ts';
import { AppError } from '../../server/core/errors.ts';
import { nearest } from '../../server/core/nearest.ts';

export const USAGE = `usage: npm run bench [-- OPTIONS]   (or: tingchao bench OPTIONS)

Measures the main jobs on this machine and prints a table. What it writes lies in a temporary folder and is removed.
  --only LIST         only these, comma separated: reading, threads, memory, near, stories, detect, detectors,
                      detecting-pass, storm, ingest, overview (all of these if nothing is said), and, only where
                      asked for, soak and engines
  --texts FILE        texts of yours, .jsonl or .jsonl.gz, instead of made-up ones
  --posts N           how many texts (default 20000)
  --lines N           memory: lines that are read (default 1000000)
  --topics N          detectors: how many made-up topics (default 40)
  --mentions N        overview, engines: mentions beside which screens are read (default 1000000; 100000)
  --rounds N          overview, engines: how often each screen is read (default 300)
  --keep DIR          engines: what is filled stays there, and a run that was broken off goes on
  --soak-hosts N      soak: hosts that behave ill (default 200)
  --soak-seconds N    soak: how long (default 60)
`;

const USUAL = [
  'reading',
  'threads',
  'memory',
  'near',
  'stories',
  'detect',
  'detectors',
  'detecting-pass',
  'storm',
  'ingest',
  'overview',
] as const;
const PARTS: readonly string[] = [...USUAL, 'soak', 'engines'];

const OPTIONS = {
  only: 'text',
  texts: 'text',
  posts: 'text',
  lines: 'text',
  topics: 'text',
  mentions: 'text',
  rounds: 'text',
  keep: 'text',
  'soak-hosts': 'text',
  'soak-seconds': 'text',
} as const;

export interface BenchOptions {
  readonly parts: ReadonlySet<string>;
  readonly texts: string | undefined;
  readonly keep: string | undefined;
  /** Each kind of measuring has its own number of them. */
  readonly mentions: number | undefined;
  readonly posts: number;
  readonly lines: number;
  readonly topics: number;
  readonly rounds: number;
  readonly soakHosts: number;
  readonly soakSeconds: number;
}

/** Throws AppError('bad_request') in words that say what to write instead. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { options } = readArguments(args, [], OPTIONS);
  const count = (name: keyof typeof OPTIONS, usual: number): number => {
    const given = options[name] ?? `${usual}`;
    if (/^[1-9]\d{0,9}$/.test(given)) return Number(given);
    throw new AppError('bad_request', `--${name} takes a whole number from 1, not "${given}"`);
  };
  return {
    parts: new Set(options.only === undefined ? USUAL : options.only.split(',').map(demandPart)),
    texts: options.texts,
    keep: options.keep,
    mentions: options.mentions === undefined ? undefined : count('mentions', 0),
    posts: count('posts', 20_000),
    lines: count('lines', 1_000_000),
    topics: count('topics', 40),
    rounds: count('rounds', 300),
    soakHosts: count('soak-hosts', 200),
    soakSeconds: count('soak-seconds', 60),
  };
}

function demandPart(given: string): string {
  const name = given.trim();
  if (PARTS.includes(name)) return name;
  const meant = nearest(name, PARTS);
  const hint = meant ? `did you mean ${meant}?` : `there are ${PARTS.join(', ')}`;
  throw new AppError('bad_request', `--only: nothing is called "${name}"; ${hint}`);
}
