import { turnOf } from '../../core/notices/brief.ts';
import { isQuiet } from '../../core/notices/brief-notice.ts';
import type { Instant } from '../../core/time.ts';
import { listBriefs, type StoredBrief, takeTurn } from '../../db/channel/briefs.ts';
import { listChannels } from '../../db/channel/channels.ts';
import { enqueueNotice } from '../../db/channel/notices.ts';
import { listPeople } from '../../db/channel/people.ts';
import type { Db, Tx } from '../../db/database.ts';
import { readBrief } from '../../db/views/alert/brief.ts';

/**
 * Writes the briefs whose turn has come into the outbox, each to the first channel of whoever wants it. A turn is taken
 * in the transaction of its message: it is sent once, however many workers look. After a stop only the last turn is
 * sent.
 * @returns how many messages wait
 */
export async function sendBriefs(deps: { readonly db: Db; readonly now: () => Instant }): Promise<number> {
  const briefs = await listBriefs(deps.db);
  if (briefs.length === 0) return 0;
  const people = await listPeople(deps.db);
  let waiting = 0;
  for (const brief of briefs) {
    const person = people.find(({ id }) => id === brief.personId);
    if (person === undefined) continue;
    const turn = turnOf(brief, person.zone, deps.now());
    if (turn.at <= brief.toldUntil) continue;
    const sent = await deps.db.transaction().execute((tx) => sendBrief(tx, brief, person.channelIds, turn));
    if (sent) waiting++;
  }
  return waiting;
}

async function sendBrief(
  tx: Tx,
  brief: StoredBrief,
  channelIds: readonly number[],
  turn: ReturnType<typeof turnOf>,
): Promise<boolean> {
  if (!(await takeTurn(tx, brief.id, turn.at))) return false;
  const active = await listChannels(tx, { activeOnly: true });
  const channel = channelIds.find((id) => active.some((each) => each.id === id));
  if (channel === undefined) return false;
  const notice = await readBrief(tx, brief, turn);
  if (isQuiet(notice) && brief.quiet === 'skip') return false;
  await enqueueNotice(tx, notice, [channel]);
  return true;
}
