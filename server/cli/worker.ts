import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { ALL_JOBS, JOB_GROUPS, readJobs } from '../core/job/job-groups.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

const groups = Object.entries(JOB_GROUPS).map(([name, what]) => `${name.padEnd(9)} ${what}`);

/** So many to a line of the help. */
const KINDS_A_LINE = 6;
const KINDS = Array.from({ length: Math.ceil(ALL_JOBS.length / KINDS_A_LINE) }, (_, line) =>
  ALL_JOBS.slice(line * KINDS_A_LINE, (line + 1) * KINDS_A_LINE).join(', '),
)
  .join(',\n')
  .split('\n');

export default defineCommand({
  name: 'worker',
  summary: 'do the work beside servers, in a process of its own (PostgreSQL)',
  help: `
usage: tingchao worker [--jobs LIST]

Collects, reads, detects and delivers for the installation in DATABASE_URL, until SIGINT or SIGTERM; then work
in hand is finished or handed back within ten seconds and the exit status is 0. Any number may run, on any
machines. Of watching the clock, detecting and grouping stories one of them does all; if it ends, another
goes on within half a minute. On SQLite the worker is part of "tingchao serve". Set TINGCHAO_URL to
what people open, for the links in alerts.
  --jobs   does only these, comma separated (default: all); somebody must do each of them:
${groups.map((line) => `             ${line}`).join('\n')}
           or single kinds:
${KINDS.map((line) => `             ${line}`).join('\n')}`,
  async run(args, io) {
    const { options } = readArguments(args, [], { jobs: 'text' });
    const jobs = options.jobs === undefined ? ALL_JOBS : readJobs(options.jobs);
    const config = parseConfig(io.env);
    if (config.databaseUrl === null) {
      throw new AppError(
        'bad_config',
        'DATABASE_URL is not set: on SQLite the worker is part of "tingchao serve"; nothing else is to be started',
      );
    }
    const { workUntilStopped } = await import('./work/worker.ts');
    return workUntilStopped(config, { jobs, named: options.jobs ?? 'all jobs' }, io);
  },
});
