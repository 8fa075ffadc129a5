import { parseConfig } from '../config.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

export default defineCommand({
  name: 'migrate',
  summary: 'make the database, or bring it up to this version',
  help: `
usage: tingchao migrate

Makes the installation in TINGCHAO_DATA or DATABASE_URL if there is none and applies what this version adds.
\`serve\` does the same at its start. A database written by a newer version is left alone: exit status 1.`,
  async run(args, io) {
    readArguments(args, [], {});
    const config = parseConfig(io.env);
    const { openInstallation, placeName } = await import('../installation.ts');
    const { db, applied } = await openInstallation(config);
    await db.destroy();
    const words = applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date';
    io.stderr.write(`${placeName(config)}: ${words}\n`);
    return 0;
  },
});
