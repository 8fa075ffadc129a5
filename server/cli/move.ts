import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

export default defineCommand({
  name: 'move',
  summary: 'copy an installation from SQLite to PostgreSQL, or back',
  help: `
usage: tingchao move --from PLACE --to PLACE

Copies everything into an empty database of the other engine (--to) and leaves the source (--from) as it is.
PLACE is
  sqlite                the database in TINGCHAO_DATA
  postgres              DATABASE_URL
  FOLDER or FILE.db     a data folder, or the database file in it
  postgres://…          a database by its address
Posts, readings, counts, alerts, settings: every table, with all numbers kept; the full text is made again. Then
both sides are compared row by row, and each table is printed as a line of JSON with its rows and a checksum; a
table that differs is named, and the exit status is 1. Files that wait to be imported and jobs come along; so
does the key of author pseudonyms, unless it is TINGCHAO_SECRET, which must then be set as before.

The installation must not run meanwhile: what came in during the copy would be missing. While its server runs
the command refuses, and while the command runs no server or worker starts and nothing else writes to the
source. Progress goes to stderr. Stopped or killed, it holds nobody up and the same command goes on where it
was; until it ends well, no server starts on the target.`,
  async run(args, io) {
    const { options } = readArguments(args, [], { from: 'text', to: 'text' });
    const { move } = await import('./work/move.ts');
    return move(options, io);
  },
});
