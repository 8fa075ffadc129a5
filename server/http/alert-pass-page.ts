import { html, raw } from 'hono/html';
import type { Language } from '../core/language.ts';
import type { AlertView } from '../core/message/notifier.ts';
import type { Level } from '../core/risk/grade.ts';
import type { Instant } from '../core/time.ts';
import { PASS_WORDS } from './alert-pass-words.ts';

/** Seen on light and on dark ground. */
const COLOURS: Readonly<Record<Level, string>> = {
  I: '#e03131',
  II: '#e8690b',
  III: '#b58a00',
  IV: '#3b7ddd',
};

/** What a page that needs no login shows of an alert. */
export interface PassPage {
  readonly language: Language;
  readonly view: Pick<AlertView, 'level' | 'subject' | 'posts' | 'link' | 'at'>;
  /** In the page's language. */
  readonly told: AlertSummary;
  /** Who confirmed it last and when; null: nobody yet. */
  readonly confirmed: { readonly by: string; readonly at: Instant } | null;
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

/** What is said of an alert. */
export interface AlertSummary {
  readonly sentence: string;
  /** How unusual, how far it spread, how much risk; without the empty ones. */
  readonly lines: readonly string[];
  /** `action`: the playbook's own words, which are Chinese. */
  readonly steps: readonly { readonly before: string; readonly action: string }[];
}

const STYLE = raw(`<style>
:root{color-scheme:light dark;--ink:#1d2129;--muted:#5c6370;--line:#d8dce3;--ground:#fff;--accent:#00729b;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--muted:#9aa2ad;--line:#333a44;--ground:#0f1318;--accent:#45b3d6;--on:#08222c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:640px;padding:20px 16px 40px;background:var(--ground);color:var(--ink);font:16px/1.65 -apple-system,'PingFang SC','Microsoft YaHei',system-ui,sans-serif}
h1{font-size:20px;line-height:1.45;margin:4px 0 12px}
p{margin:8px 0}
.level{display:flex;flex-wrap:wrap;gap:2px 8px;align-items:baseline;font-weight:600}
.level span:first-child{white-space:nowrap}
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
export function passPage({ view, told, fault, language, ...rest }: PassPage) {
  const { level, subject, posts, at, link } = view;
  const { sentence, lines, steps } = told;
  const say = PASS_WORDS[language];
  const mark = say.level(level);
  const step = ({ before, action }: AlertSummary['steps'][number]) =>
    html`<li>${before}<span lang="zh-CN">${action}</span></li>`;
  const post = (each: AlertView['posts'][number]) =>
    html`<li lang="zh-CN">${each.platform}${say.colon}${linked(each.title, each.url)}</li>`;
  return page(
    language,
    `${mark} · ${subject}`,
    html`<p class="level"><span style="color:${COLOURS[level]}">${mark}</span>
<span>${subject}</span> <span class="muted">${say.moment(at)}</span></p>
<h1>${sentence}</h1>
${lines.map((line) => html`<p class="muted">${line}</p>`)}
${fault === '' ? '' : html`<p class="done" role="alert">${fault}</p>`}
${actionOf(language, rest)}
${steps.length === 0 ? '' : html`<h2>${say.steps}</h2><ol>${steps.map(step)}</ol>`}
${posts.length === 0 ? '' : html`<h2>${say.posts}</h2><ul>${posts.map(post)}</ul>`}
<p><a href="${link}">${say.open}</a></p>
<p class="muted"><a href="?lang=${say.other.language}" lang="${PASS_WORDS[say.other.language].lang}">${say.other.word}</a></p>`,
  );
}

function actionOf(
  language: Language,
  { confirmed, asks, closed, name, seen }: Pick<PassPage, 'confirmed' | 'asks' | 'closed' | 'name' | 'seen'>,
) {
  const say = PASS_WORDS[language];
  if (closed) return html`<p class="done">${say.closed}</p>`;
  const [by, at] = confirmed === null ? ['', ''] : [confirmed.by, say.moment(confirmed.at)];
  if (!asks) return html`<p class="done">${confirmed === null ? '' : say.confirmed(by, at)}</p>`;
  const before = confirmed === null ? '' : html`<p class="done">${say.confirmedBefore(by, at)}</p>`;
  const field =
    name === ''
      ? html`<label class="muted" for="by">${say.sign}</label><input id="by" name="by" maxlength="80" autocomplete="name" required>`
      : '';
  return html`${before}<form method="post"><input type="hidden" name="seen" value="${seen}">${field}<button type="submit">${say.confirm(name)}</button></form>`;
}

/** For a link that opens nothing any more. */
export function deadPassPage(link: string, language: Language) {
  const { title, why, open } = PASS_WORDS[language].dead;
  return page(
    language,
    title,
    html`<h1>${title}</h1>
<p>${why}</p><p><a href="${link}">${open}</a></p>`,
  );
}

function page(language: Language, title: string, content: ReturnType<typeof html>) {
  const { lang, product } = PASS_WORDS[language];
  return html`<!doctype html><html lang="${lang}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${title} · ${product}</title>${STYLE}
${content}
</html>`;
}

function linked(title: string, url: string | null) {
  const isWeb = url !== null && /^https?:\/\//i.test(url);
  return isWeb ? html`<a href="${url}" rel="noreferrer noopener">${title}</a>` : title;
}
