import type { Page, Wall } from '../server/core/feed/source.ts';
import { asObject, asText, parseJson } from './json/json.ts';
import { withoutProlog } from './prolog.ts';

export interface Barrier {
  readonly wall: Wall;
  readonly detail: string;
}

/** Longer answers carry content: a wall page is short, and a long article may quote one. */
const MAX_WALL_LENGTH = 64_000;

/** Titles of pages that stand in for the page asked for. */
const TITLES: readonly (readonly [RegExp, Wall])[] = [
  [/^Sina Visitor System$/i, 'visitor-gate'],
  [
    /^((百度|微博|请(完成|进行))?(安全|身份|人机|访问|滑动)(验证|核实|认证)|验证码?)(页面|中心)?\s*([-_|—].*)?$|^Just a moment/i,
    'captcha',
  ],
  [/^Attention Required|^Access Denied|^访问被拦截|^访问受限|网站防火墙|^WAF\b/i, 'waf'],
  [/^(用户|账号|会员)?登[录陆](\s|[-_|—]|$)|^请(先)?登[录陆]|^(Log|Sign) in\b/i, 'login-wall'],
  [/^Blocked$|^403\b|^Forbidden$|^拒绝访问/i, 'forbidden'],
];

/** What says that it does not understand the question refuses this address alone. */
const STATUSES: Readonly<Record<number, Wall>> = {
  400: 'shape-changed',
  401: 'login-wall',
  404: 'gone',
  406: 'shape-changed',
  410: 'gone',
  412: 'waf',
  414: 'shape-changed',
  415: 'shape-changed',
  418: 'visitor-gate',
  422: 'shape-changed',
  429: 'rate-limited',
  432: 'visitor-gate',
};

/**
 * Names the wall that an answer is, or null when it may be read. Most failures arrive as 200, so the
 * body speaks first; "captcha" and "geetest" in a page say nothing (Weibo preloads both vendors on
 * normal pages), only whole titles, known markers and error codes do. 5xx is no wall but a fault.
 */
export function classifyWall(page: Pick<Page, 'url' | 'status' | 'body'>): Barrier | null {
  if (page.status === 304) return null;
  const body = page.body.slice(0, MAX_WALL_LENGTH + 1).trim();
  const said =
    byAddress(page.url) ??
    (body.length > MAX_WALL_LENGTH || body === '' ? null : (byMarkup(body) ?? byJson(body) ?? byWords(body)));
  if (said !== null) return said;
  if (page.status < 400 || page.status >= 500) return null;
  return { wall: STATUSES[page.status] ?? 'forbidden', detail: `status ${page.status}` };
}

/** Whether a body has a form in which a whole entry is told from one that is cut: JSON, or a feed. */
export function tellsItsEnd(body: string): boolean {
  return /^(?:[{[]|<(?:[\w-]+:)?(?:rss|rdf|feed)[\s>])/i.test(withoutProlog(body));
}

/** Gates that live on an address of their own, where a redirect ends. */
function byAddress(url: string): Barrier | null {
  const host = URL.parse(url)?.hostname ?? '';
  if (/^(passport|visitor)\.weibo\.(com|cn)$/.test(host)) return { wall: 'visitor-gate', detail: host };
  return host === 'wappass.baidu.com' ? { wall: 'captcha', detail: host } : null;
}

function byMarkup(body: string): Barrier | null {
  if (!/^<(!doctype\s*html|html|head)/i.test(body) && !/^<(html|head)/i.test(withoutProlog(body)))
    return null;
  const title = /<title[^>]{0,500}>([^<]{0,200})/i.exec(body)?.[1]?.trim() ?? '';
  const known = TITLES.find(([pattern]) => pattern.test(title));
  if (/aliyun_waf|\b_waf_[0-9a-z]+/.test(body)) return { wall: 'waf', detail: 'aliyun_waf' };
  return known === undefined ? null : { wall: known[1], detail: `page titled "${title}"` };
}

/** Error answers in JSON are small; a big document is content. */
function byJson(body: string): Barrier | null {
  if (!body.startsWith('{') || body.length > 4_000) return null;
  const root = asObject(parseJson(body));
  if (root === null) return null;
  const error = asObject(root.error);
  const said = asText(root.message) ?? asText(root.msg) ?? asText(error?.message) ?? '';
  const ok = asText(root.ok);
  const code = asText(root.code) ?? asText(error?.code);
  if (ok === '-100') return { wall: 'visitor-gate', detail: 'ok -100' };
  if (ok === '0' && asText(root.errno) === '20101') return { wall: 'gone', detail: said };
  if (ok === '0' && said.includes('这里还没有内容')) return { wall: 'empty-suspect', detail: said };
  if (/请先?登[录陆]/.test(said)) return { wall: 'login-wall', detail: said };
  if (code === '40362') return { wall: 'captcha', detail: `code ${code}` };
  if (code === '101' && asText(error?.name) === 'AuthenticationError')
    return { wall: 'login-wall', detail: said };
  if (code === '-352' || code === '-412') return { wall: 'waf', detail: `code ${code}` };
  return asText(root.error) === 'Forbidden' ? { wall: 'forbidden', detail: 'error: Forbidden' } : null;
}

function byWords(body: string): Barrier | null {
  if (body.length > 500) return null;
  if (/^Please limit requests to one every/i.test(body))
    return { wall: 'rate-limited', detail: body.slice(0, 100) };
  return null;
}
