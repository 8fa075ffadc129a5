import { CHANNEL_OFF } from '../../core/alert/stuck.ts';
import type { Instant } from '../../core/time.ts';
import { type Channel, type ChannelInput, updateChannel } from '../../db/channel/channels.ts';
import type { Tx } from '../../db/database.ts';
import { passOnAll } from './remove-channel.ts';

/**
 * Saves what a channel is to be. One that is switched off by it tells no more: what waits for it goes on as when a
 * channel is removed.
 * @returns whether it was switched off, so that messages wait elsewhere now
 */
export async function editChannel(
  tx: Tx,
  stored: Channel,
  input: ChannelInput,
  at: Instant,
): Promise<boolean> {
  await updateChannel(tx, stored.id, input);
  if (!stored.active || input.active) return false;
  await passOnAll(tx, stored.id, CHANNEL_OFF, at);
  return true;
}
