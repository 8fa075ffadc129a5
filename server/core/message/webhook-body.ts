import type { Instant } from '../time.ts';
import type { AlertView } from './alert-view.ts';
import type { HourBar } from './message-block.ts';
import type { NoticeView } from './notice.ts';

/**
 * Raised where a receiver would have to read something otherwise; fields may come without it. Until 2 `hours[].at` was
 * epoch milliseconds, all other times ISO 8601.
 */
export const WEBHOOK_VERSION = 2;

/** What a webhook is sent of an alert. */
export interface AlertBody extends Omit<AlertView, 'change' | 'at' | 'openedAt' | 'owner' | 'hours'> {
  readonly version: typeof WEBHOOK_VERSION;
  readonly event: `alert.${AlertView['change']}`;
  readonly hours?: readonly (Omit<HourBar, 'at'> & { readonly at: string })[];
  /** ISO 8601. */
  readonly at: string;
  readonly openedAt?: string;
}

/** What it is sent of the installation itself, of alerts that were held, and so on. */
export interface NoticeBody extends Omit<NoticeView, 'at'> {
  readonly version: typeof WEBHOOK_VERSION;
  readonly at: string;
}

const iso = (at: Instant): string => new Date(at).toISOString();

export function alertBody(alert: AlertView): AlertBody {
  // Who has it in hand is for people to read; receivers know the shape as it is.
  const { change, at, openedAt, hours, owner: _, ...rest } = alert;
  const times = {
    ...(openedAt !== undefined && { openedAt: iso(openedAt) }),
    ...(hours !== undefined && { hours: hours.map((hour) => ({ ...hour, at: iso(hour.at) })) }),
    at: iso(at),
  };
  return { version: WEBHOOK_VERSION, event: `alert.${change}`, ...rest, ...times };
}

export function noticeBody({ at, ...rest }: NoticeView): NoticeBody {
  return { version: WEBHOOK_VERSION, ...rest, at: iso(at) };
}
