import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';

const OPTIONS = { overlay: 'flag', revert: 'flag', force: 'flag', by: 'text', to: 'text' } as const;

async function shipped(args: readonly string[], io: CommandIO): Promise<number> {
  const { words, options } = readArguments(args, ['DIR'], { out: 'text', events: 'flag' });
  const { out, events } = options;
  const { trainShipped } = await import('./work/train-shipped.ts');
  return trainShipped(words[0] ?? '', { out, events }, io);
}

export default defineCommand({
  name: 'train',
  summary: 'make the shipped model from labelled sets, or teach an installation what its team labelled',
  help: `
usage: tingchao train DIR [--out FOLDER] [--events]
       tingchao train --overlay [--by NAME] [--force]
       tingchao train --revert [--to VERSION] [--by NAME]

DIR holds the labelled sets (see "tingchao evaluate --help"), every one of them; the model files made from them
replace the shipped ones, or go to --out, all at once at the end: stopped before, nothing has changed. The same
sets give the same files, byte for byte; it takes minutes. --events makes instead what stories and
"tingchao same" know, from the set event_pairs.

--overlay learns from the labels that people gave in the pages: a calibration of the reader and, with
enough labels, words of the trade. One labelled text in five is never learned from and measures it before
and after. The version is used when it is better there, some texts of every class that it would change are
there, and it takes no more than a quarter from any class of the newest 2,000 stored texts; what would change
there is told on standard error. --force uses it anyhow. --revert goes back to the reader alone, or to another
version. Prints what came of it as JSON. A running server follows at once.
Texts that are stored keep their reading.
  --by   who asked for it, as the page of labels shows it (default: cli)
  --to   the version that --revert goes to instead (default: none, the reader alone)`,
  async run(args, io) {
    const [folder] = args;
    if (folder !== undefined && !folder.startsWith('--')) return shipped(args, io);
    const { options } = readArguments(args, [], OPTIONS);
    const { overlay, force, to } = options;
    const by = options.by?.trim() || 'cli';
    if (overlay === options.revert) {
      throw new AppError(
        'bad_request',
        overlay
          ? 'say either --overlay or --revert'
          : 'DIR is missing: name it, or say --overlay or --revert',
      );
    }
    const config = parseConfig(io.env);
    const { train, revert } = await import('./work/train-overlay.ts');
    return overlay ? train(config, { by, force }, io) : revert(config, { by, to }, io);
  },
});
