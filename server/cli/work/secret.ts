import { randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';
import { rotateSecret } from '../../flows/access/rotate-secret.ts';
import { openExisting } from '../../installation.ts';
import { KEY_BYTES } from '../../key-file.ts';
import type { CommandIO } from '../shell/command.ts';

export async function rotate(
  config: Config,
  wanted: { readonly keepSessions: boolean },
  io: CommandIO,
): Promise<number> {
  const db = await openExisting(config);
  try {
    const fresh = () => randomBytes(KEY_BYTES);
    const sessions = await rotateSecret({ db, now: Date.now, fresh }, wanted);
    io.stdout.write(`${JSON.stringify({ links: 'changed', sessions, pseudonyms: 'kept' })}\n`);
    return 0;
  } finally {
    await db.destroy();
  }
}
