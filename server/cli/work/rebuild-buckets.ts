import type { Config } from '../../config.ts';
import { rebuildBuckets } from '../../flows/upkeep/rebuild-buckets.ts';
import { openExisting } from '../../installation.ts';
import type { CommandIO } from '../shell/command.ts';

export async function recount(config: Config, io: CommandIO): Promise<number> {
  const db = await openExisting(config);
  try {
    io.stdout.write(`${JSON.stringify(await rebuildBuckets({ db, now: Date.now }))}\n`);
    return 0;
  } finally {
    await db.destroy();
  }
}
