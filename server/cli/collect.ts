import { parseConfig } from '../config.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

export default defineCommand({
  name: 'collect',
  summary: 'fetch a source politely and print its posts (nothing is stored)',
  help: `
usage: tingchao collect SOURCE [--param name=value …]

Fetches once, under robots.txt and one request at a time per host, and prints the posts, one JSON object
a line, or a {"wall":"…"} line where the far side refuses. The legal note of a source that is off by
default goes to stderr. Exit status 1 when there was no answer, or when it stopped in the middle: then the
posts before the break are printed, and stderr says that there were more, as (reset), (timeout) or (malformed).
Addresses on private networks are refused unless TINGCHAO_ALLOW_PRIVATE names them.
  --param   a setting of the source, as its form on the page of feeds has it; once for each`,
  async run(args, io) {
    const { words, options } = readArguments(args, ['SOURCE'], { param: 'many' });
    const config = parseConfig(io.env);
    const { collect } = await import('./work/collect.ts');
    return collect(config, { name: words[0] ?? '', pairs: options.param }, io);
  },
});
