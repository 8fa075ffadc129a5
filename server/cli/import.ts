import { parseConfig } from '../config.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

export default defineCommand({
  name: 'import',
  summary: 'store posts from a CSV, XLSX or JSONL file',
  help: `
usage: tingchao import FILE|- [--platform NAME] [--mapping NAME | --text COLUMN] [--watch 名称=词,词 …]

Reads CSV (UTF-8 or GBK), XLSX or JSON Lines, also gzipped, from a file or, for "-", from stdin, and stores what
is new; started again it goes on where it was stopped. What the columns mean is told by their names. A file
without a known text column, or most of whose first rows cannot be used, is refused before anything is stored.
Prints a summary as JSON: stored, known already, refused with row numbers and reasons, which are
told on stderr as well. Refused rows make the exit status 1, and so do many that are known with other content:
their column of ids is none.
  --platform   the platform of rows that name none (default: import)
  --mapping    what the columns mean, as remembered on the page under this name
  --text       the column that holds the text, where no name tells
  --watch      makes a watch for these words first, unless one of that name is there`,
  async run(args, io) {
    const { words, options } = readArguments(args, ['FILE'], {
      platform: 'text',
      mapping: 'text',
      text: 'text',
      watch: 'many',
    });
    const config = parseConfig(io.env);
    const { importFile } = await import('./work/import.ts');
    return importFile(config, { file: words[0] ?? '', ...options }, io);
  },
});
