import { type Notice, type NoticeView, noticeView } from '../message/notice.ts';
import { type BriefNotice, briefView } from './brief-notice.ts';
import { type DeviceNotice, deviceView } from './device-notice.ts';
import { type DrillNotice, drillView } from './drill-notice.ts';
import { type HeldNotice, heldView } from './held-notice.ts';
import { type TroubleNotice, troubleTitle, troubleView } from './trouble-notice.ts';

/** Messages that are no alert: about the installation itself, about alerts that were held, or that a drill begins. */
export type AnyNotice = Notice | HeldNotice | TroubleNotice | BriefNotice | DrillNotice | DeviceNotice;

/** Any of them as a message shows it. */
export function anyNoticeView(notice: AnyNotice, baseUrl: string): NoticeView {
  if ('troubles' in notice) return troubleView(notice, baseUrl);
  if ('brief' in notice) return briefView(notice, baseUrl);
  if ('device' in notice) return deviceView(notice, baseUrl);
  if ('drill' in notice) return drillView(notice, baseUrl);
  return 'held' in notice ? heldView(notice, baseUrl) : noticeView(notice, baseUrl);
}

/** What it is about, in the words of the message. */
export function noticeTitle(notice: AnyNotice): string {
  // The words do not depend on where the pages are.
  return 'troubles' in notice ? troubleTitle(notice) : anyNoticeView(notice, 'http://localhost').subject;
}
