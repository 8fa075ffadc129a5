/**
 * `npm run bench`, `tingchao bench`: measures the main jobs on this machine and prints a table; see
 * options.ts. What is measured is loaded once it is clear what is asked for.
 */
import { AppError } from '../../server/core/errors.ts';
import { readBenchOptions, USAGE } from './options.ts';

/** What was asked for; what cannot be is told in one line. */
function demandOptions(args: readonly string[]) {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  try {
    return readBenchOptions(args);
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    process.stderr.write(`bench: ${fault.message} ("npm run bench -- --help" tells more)\n`);
    process.exit(1);
  }
}

const asked = demandOptions(process.argv.slice(2));
const { measure } = await import('./measure.ts');
await measure(asked);
