import type { AlertView } from './alert-view.ts';
import type { Block } from './message-block.ts';
import { STANDARD_TEMPLATE, type Template } from './message-template.ts';
import { oneLine, shortened } from './message-text.ts';
import { bodyBy, ONWARD, titleBy } from './message-wording.ts';
import type { NoticeView } from './notice.ts';

/** Characters of a subject line: no service takes fewer, and no lock screen shows more. */
const SUBJECT = 100;

/** One subject line, as a lock screen shows it: level, change, and whom it is about, or what a template says. */
export function alertSubject(alert: AlertView, template: Template = STANDARD_TEMPLATE): string {
  return subjectLine(titleBy(template, alert));
}

/** The same of a notice about the installation itself. */
export function noticeSubject({ subject }: NoticeView): string {
  return subjectLine(subject);
}

const subjectLine = (text: string): string => shortened(oneLine(text), SUBJECT);

/**
 * What a message says. Where no template says otherwise, in the order in which it is read on a lock screen: level and
 * subject, what happened, how unusual it is, how far it went, three posts, what to do now, where to go on.
 */
export function alertBlocks(alert: AlertView, template: Template = STANDARD_TEMPLATE): readonly Block[] {
  return [{ kind: 'title', text: alertSubject(alert, template) }, ...bodyBy(template, alert)];
}

/** The same of a notice about the installation itself. */
export function noticeBlocks(notice: NoticeView): readonly Block[] {
  return [
    { kind: 'title', text: noticeSubject(notice) },
    ...notice.lines.map((line) => ({ kind: 'fact', text: oneLine(line) }) as const),
    { kind: 'link', text: ONWARD, url: notice.link },
  ];
}
