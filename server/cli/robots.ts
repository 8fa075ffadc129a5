import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

const DEFAULT_LIMIT = 100;

function readLimit(text: string | undefined): number {
  const limit = Number(text ?? DEFAULT_LIMIT);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new AppError('bad_request', `--limit takes a whole number from 1, not "${text}"`);
}

export default defineCommand({
  name: 'robots',
  summary: 'show which robots.txt allowed or forbade a fetch',
  help: `
usage: tingchao robots [--url START] [--limit N]

Prints what robots.txt files decided, newest first, one JSON object a line: the address, the verdict
(allowed, disallowed, or not-now where robots.txt could not be had), when it was first and last so, how
often, and the whole text that decided.
  --url     only addresses that begin with this, such as https://www.example.com/
  --limit   how many (default ${DEFAULT_LIMIT})`,
  async run(args, io) {
    const { options } = readArguments(args, [], { url: 'text', limit: 'text' });
    const limit = readLimit(options.limit);
    const config = parseConfig(io.env);
    const { showDecisions } = await import('./work/robots.ts');
    return showDecisions(config, options.url === undefined ? { limit } : { limit, start: options.url }, io);
  },
});
