import { parseConfig } from '../config.ts';
import { rebuildBuckets } from '../flows/upkeep/rebuild-buckets.ts';
import { openInstallation } from '../installation.ts';
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
    const { db } = await openInstallation(parseConfig(io.env));
    try {
      io.stdout.write(`${JSON.stringify(await rebuildBuckets({ db, now: Date.now }))}\n`);
      return 0;
    } finally {
      await db.destroy();
    }
  },
});
