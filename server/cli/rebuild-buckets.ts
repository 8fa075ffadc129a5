import { parseConfig } from '../config.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

export default defineCommand({
  name: 'rebuild-buckets',
  summary: 'count all figures again from the stored mentions',
  help: `
usage: tingchao rebuild-buckets

Recounts what charts and detection rest on: posts by the hour and by five minutes, facets, terms, who wrote.
Nothing to correct is what it should find; it prints {"watches":N,"corrected":N}. Safe while the server runs.`,
  async run(args, io) {
    readArguments(args, [], {});
    const config = parseConfig(io.env);
    const { recount } = await import('./work/rebuild-buckets.ts');
    return recount(config, io);
  },
});
