import type { HourBar } from '../../core/message/message-block.ts';
import { momentWord } from '../../core/quantity-words.ts';

const HEIGHT = 72;
const NEGATIVE = '#c4623d';
const OTHER = '#b8bec8';

/**
 * Bars of the last hours, the negative part below, as a table: mail programs show no scripts, few show drawings, and
 * many load no pictures until they are asked. Empty where nothing was said.
 */
export function barsHtml(hours: readonly HourBar[]): string {
  const [first, last] = [hours[0], hours.at(-1)];
  const most = Math.max(0, ...hours.map(({ total }) => total));
  if (first === undefined || last === undefined || most === 0) return '';
  const heightOf = (count: number) => Math.round((count / most) * HEIGHT);
  const part = (height: number, colour: string) =>
    height === 0
      ? ''
      : `<div style="height:${height}px;background:${colour};font-size:0;line-height:0">&nbsp;</div>`;
  const cells = hours.map(({ at, negative, total }) => {
    const dark = heightOf(negative);
    const bar = part(heightOf(total) - dark, OTHER) + part(dark, NEGATIVE);
    return `<td valign="bottom" width="14" title="${momentWord(at)}：${total} 条，负面 ${negative} 条" style="padding:0 1px">${bar}</td>`;
  });
  const words = `近 ${hours.length} 小时每小时条数（深色为负面），最多 ${most} 条`;
  return `<p style="margin-bottom:4px;color:#5c6370">${words}</p>
<table role="presentation" cellspacing="0" cellpadding="0" style="border-bottom:1px solid #d8dce3"><tr style="height:${HEIGHT}px">${cells.join('')}</tr></table>
<p style="margin-top:2px;color:#5c6370;font-size:12px">${momentWord(first.at)} – ${momentWord(last.at)}</p>`;
}
