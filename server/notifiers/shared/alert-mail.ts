import { changeWord, levelMark } from '../../core/message/alert-words.ts';
import { CONFIRM } from '../../core/message/message-wording.ts';
import type { NoticeView } from '../../core/message/notice.ts';
import type { AlertView } from '../../core/message/notifier.ts';
import { momentWord } from '../../core/quantity-words.ts';
import { barsHtml } from './mail-chart.ts';
import { escapeHtml, linkHtml, mailPage } from './mail-html.ts';

/** The HTML part of a mail about an alert, where no template says otherwise. */
export function alertHtml(alert: AlertView): string {
  const steps = alert.steps.map((step) => `<li>${escapeHtml(step)}</li>`).join('');
  const posts = alert.posts
    .map((post) => `<li>${escapeHtml(post.platform)}：${linkHtml(post.title, post.url)}</li>`)
    .join('');
  return mailPage(`<p><strong>${escapeHtml(levelMark(alert.level))}</strong> ${escapeHtml(changeWord(alert.change))} · ${momentWord(alert.at)}</p>
<p style="font-size:16px">${escapeHtml(alert.sentence)}</p>
<p>${escapeHtml(alert.unusual)}<br>${escapeHtml(alert.spread)}</p>
${barsHtml(alert.hours ?? [])}
${posts && `<p><strong>相关帖文</strong></p><ul>${posts}</ul>`}
${steps && `<p><strong>先做什么</strong></p><ol>${steps}</ol>`}
${alert.confirm === undefined ? '' : `<p style="font-size:16px">${linkHtml(CONFIRM, alert.confirm)}</p>`}
<p>${escapeHtml(alert.riskWords)} · ${linkHtml('在听潮中打开', alert.link)}</p>`);
}

/** The HTML part of a mail about anything else. */
export function noticeHtml({ lines, link }: NoticeView): string {
  const said = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return mailPage(`${said}\n<p>${linkHtml('在听潮中打开', link)}</p>`);
}
