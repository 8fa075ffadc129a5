import type { Config } from '../../config.ts';
import { listDecisions } from '../../db/feed/robots-archive.ts';
import { openExisting } from '../../installation.ts';
import type { CommandIO } from '../shell/command.ts';
import { put } from '../shell/streams.ts';

interface RobotsOptions {
  readonly limit: number;
  /** Only addresses that begin with it. */
  readonly start?: string;
}

export async function showDecisions(config: Config, wanted: RobotsOptions, io: CommandIO): Promise<number> {
  const db = await openExisting(config);
  try {
    for (const { firstAt, lastAt, ...decision } of await listDecisions(db, wanted)) {
      const times = { firstAt: new Date(firstAt).toISOString(), lastAt: new Date(lastAt).toISOString() };
      await put(io.stdout, `${JSON.stringify({ ...decision, ...times })}\n`);
    }
    return 0;
  } finally {
    await db.destroy();
  }
}
