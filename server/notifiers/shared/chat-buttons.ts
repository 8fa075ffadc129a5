import type { AlertView } from '../../core/message/alert-view.ts';
import type { Instant } from '../../core/time.ts';

/** What can be tapped under a message of an alert, beside the links in its words. */
export interface Button {
  /** confirm: the sealed address that shows the alert and confirms it; open: the alert among all others. */
  readonly kind: 'confirm' | 'open';
  readonly text: string;
  readonly url: string;
  /** When what its reader sees was changed: whoever confirms it confirms that, and nothing that came after. */
  readonly seen?: Instant;
}

/** Of an alert that can be confirmed, that first. */
export function buttonsOf({
  confirm,
  link,
  at,
}: Pick<AlertView, 'confirm' | 'link' | 'at'>): readonly Button[] {
  const open: Button = { kind: 'open', text: '打开预警', url: link };
  return confirm === undefined
    ? [open]
    : [{ kind: 'confirm', text: '确认收到', url: confirm, seen: at }, open];
}

/** Whether an address is one of the public web. Services that look at it refuse a message with any other. */
export function isPublicAddress(url: string): boolean {
  const { hostname = '' } = URL.parse(url) ?? {};
  return (
    /\.[a-z][a-z0-9-]+$/i.test(hostname) && !/\.(?:local|localhost|internal|lan|home|test)$/i.test(hostname)
  );
}
