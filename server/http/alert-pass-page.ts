import { html, raw } from 'hono/html';
import { levelMark } from '../core/message/alert-words.ts';
import type { AlertView } from '../core/message/notifier.ts';
import { momentWord } from '../core/quantity-words.ts';
import type { Level } from '../core/risk/grade.ts';
import type { Instant } from '../core/time.ts';

/** Seen on light and on dark ground. */
const COLOURS: Readonly<Record<Level, string>> = {
  I: '#e03131',
  II: '#e8690b',
  III: '#b58a00',
  IV: '#3b7ddd',
};

/** What a page that needs no login shows of an alert. */
export interface PassPage {
  readonly view: AlertView;
  /** Who confirmed it last and when; null: nobody yet. */
  readonly confirmed: string | null;
  /** It is to be confirmed: nobody has, or it became graver since. */
  readonly asks: boolean;
  readonly closed: boolean;
  /** When it was changed last: whoever confirms it says what they saw. */
  readonly seen: Instant;
  /** Whose link it is; empty: it was sent to many, who have to say who they are. */
  readonly name: string;
  /** Why it could not be confirmed just now; empty: nothing was tried. */
  readonly fault: string;
}

const STYLE = raw(`<style>
:root{color-scheme:light dark;--ink:#1d2129;--muted:#5c6370;--line:#d8dce3;--ground:#fff;--accent:#00729b;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--muted:#9aa2ad;--line:#333a44;--ground:#0f1318;--accent:#45b3d6;--on:#08222c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:640px;padding:20px 16px 40px;background:var(--ground);color:var(--ink);font:16px/1.65 -apple-system,'PingFang SC','Microsoft YaHei',system-ui,sans-serif}
h1{font-size:20px;line-height:1.45;margin:4px 0 12px}
p{margin:8px 0}
.level{display:flex;gap:8px;align-items:baseline;font-weight:600}
.muted{color:var(--muted);font-size:14px}
h2{font-size:15px;margin:20px 0 4px}
ul,ol{margin:4px 0;padding-inline-start:22px}
li{margin:6px 0;overflow-wrap:anywhere}
a{color:var(--accent)}
form{margin:20px 0;display:grid;gap:10px}
input,button{font:inherit;min-height:48px;border-radius:8px;padding:8px 14px;width:100%}
input{border:1px solid var(--line);background:transparent;color:inherit}
button{border:0;background:var(--accent);color:var(--on);font-weight:600;cursor:pointer}
.done{border:1px solid var(--line);border-radius:8px;padding:12px 14px;margin:20px 0}
</style>`);

/** One alert on a telephone: what happened, what to do, and one button. */
export function passPage({ view, fault, ...rest }: PassPage) {
  const { level, subject, sentence, unusual, spread, posts, steps, riskWords, at, link } = view;
  return page(
    `${levelMark(level)} · ${subject}`,
    html`<p class="level"><span style="color:${COLOURS[level]}">${levelMark(level)}</span>
<span>${subject}</span> <span class="muted">${momentWord(at)}</span></p>
<h1>${sentence}</h1>
${[unusual, spread, riskWords].filter((line) => line !== '').map((line) => html`<p class="muted">${line}</p>`)}
${fault === '' ? '' : html`<p class="done" role="alert">${fault}</p>`}
${actionOf(rest)}
${steps.length === 0 ? '' : html`<h2>先做什么</h2><ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>`}
${posts.length === 0 ? '' : html`<h2>相关帖文</h2><ul>${posts.map((post) => html`<li>${post.platform}：${linked(post.title, post.url)}</li>`)}</ul>`}
<p><a href="${link}">在听潮中打开</a></p>`,
  );
}

function actionOf({ confirmed, asks, closed, name, seen }: Omit<PassPage, 'view' | 'fault'>) {
  if (closed) return html`<p class="done">这条预警已经关闭。</p>`;
  if (!asks) return html`<p class="done">${confirmed ?? ''}。</p>`;
  const before = confirmed === null ? '' : html`<p class="done">${confirmed}，之后又变严重，请再次确认。</p>`;
  const field =
    name === ''
      ? html`<label class="muted" for="by">署名</label><input id="by" name="by" maxlength="80" autocomplete="name" required>`
      : '';
  return html`${before}<form method="post"><input type="hidden" name="seen" value="${seen}">${field}<button type="submit">${name === '' ? '确认收到' : `确认收到（${name}）`}</button></form>`;
}

/** For a link that opens nothing any more. */
export function deadPassPage(link: string) {
  return page(
    '链接已失效',
    html`<h1>链接已失效</h1>
<p>消息里的链接七天内有效，渠道停用或删除后也会失效。预警还在，请登录后查看。</p><p><a href="${link}">打开听潮</a></p>`,
  );
}

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${title} · 听潮</title>${STYLE}
${content}
</html>`;
}

function linked(title: string, url: string | null) {
  const isWeb = url !== null && /^https?:\/\//i.test(url);
  return isWeb ? html`<a href="${url}" rel="noreferrer noopener">${title}</a>` : title;
}
