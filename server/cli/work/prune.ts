import type { Config } from '../../config.ts';
import { prune } from '../../flows/upkeep/prune.ts';
import { openExisting } from '../../installation.ts';
import type { CommandIO } from '../shell/command.ts';

export async function pruneNow(config: Config, keepDays: number, io: CommandIO): Promise<number> {
  const db = await openExisting(config);
  try {
    const report = await prune({ db, now: Date.now }, { keepDays, signal: io.signal });
    io.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  } catch (fault) {
    if (io.signal.aborted) return 1;
    throw fault;
  } finally {
    await db.destroy();
  }
}
