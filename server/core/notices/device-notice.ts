import type { NoticeView } from '../message/notice.ts';
import type { Instant } from '../time.ts';

/** A device gave up its subscription and is no longer notified. */
export interface DeviceNotice {
  readonly device: {
    readonly name: string;
    /** Whose it was; null: everybody's. */
    readonly owner: string | null;
    /** Whether some other channel of theirs is in use. */
    readonly isOwnerTold: boolean;
  };
  readonly at: Instant;
}

export function deviceView({ device, at }: DeviceNotice, baseUrl: string): NoticeView {
  const [name, owner] = [oneLine(device.name), device.owner && oneLine(device.owner)];
  const alone = owner === null || device.isOwnerTold ? '' : `${owner}没有别的渠道在用，预警通知不到本人。`;
  return {
    event: 'device.gone',
    subject: `设备“${name}”已注销推送`,
    lines: [
      `${owner === null ? '' : `${owner}的`}设备“${name}”已注销推送，渠道已停用。${alone}`,
      '还要在这台设备上收提醒，请在设备上打开值班页重新开启推送；不再使用的，请删除渠道。',
    ],
    feeds: [],
    link: new URL('/channels', baseUrl).href,
    at,
  };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
