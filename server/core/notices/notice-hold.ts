import type { ChannelLoad } from '../alert/gate.ts';
import { isQuiet, type QuietHours } from '../alert/quiet-hours.ts';
import type { Instant } from '../time.ts';
import type { HeldBy } from './held-notice.ts';
import type { NoticeTrouble } from './trouble-notice.ts';

/** Jobs without which no alert is found or sent. */
const ALERTING: readonly string[] = ['detect', 'deliver'];

/** Whether a trouble means that alerts cannot be found or delivered: that is sent at any hour, and so is its end. */
export function stopsAlerts({ kind, detail }: Pick<NoticeTrouble, 'kind' | 'detail'>): boolean {
  if (kind === 'channel-failing' || kind === 'alert-unheard') return true;
  if (kind === 'no-worker') return 'group' in detail && detail.group === 'alerts';
  return kind === 'queue-behind' && 'kind' in detail && ALERTING.includes(detail.kind);
}

/** Why a notice about the installation does not go through a channel now, but later with others; null: it goes now. */
export function noticeHeldBy(
  { quiet, perHour }: { readonly quiet: QuietHours | null; readonly perHour: number },
  load: ChannelLoad,
  now: Instant,
): HeldBy | null {
  if (isQuiet(quiet, now)) return 'quiet-hours';
  return load.lastHour + (load.owes ? 1 : 0) >= perHour ? 'rate-limit' : null;
}
