import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

function readDays(given: string | undefined, configured: number): number {
  const days = given === undefined ? configured : Number(given);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  throw new AppError(
    'bad_request',
    'say how many days to keep: --days N (1 to 36500), or TINGCHAO_RETENTION_DAYS',
  );
}

export default defineCommand({
  name: 'prune',
  summary: 'forget posts older than a number of days',
  help: `
usage: tingchao prune [--days N]

Removes posts stored more than some days ago with what was read and counted from them; alerts stay.
Prints {"posts":N,"facts":N,"runs":N}. Safe while the server runs, and to be stopped and started again.
  --days   how many, 1 to 36500 (default: TINGCHAO_RETENTION_DAYS; where that is 0, nothing is removed and the
           exit status is 1)`,
  async run(args, io) {
    const { options } = readArguments(args, [], { days: 'text' });
    const config = parseConfig(io.env);
    const keepDays = readDays(options.days, config.retentionDays);
    const { pruneNow } = await import('./work/prune.ts');
    return pruneNow(config, keepDays, io);
  },
});
