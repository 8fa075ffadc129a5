import { type Element, type HtmlDocument, lineOf, selectAll } from '../html/document.ts';
import { linkShare, type Measure, measure } from '../html/measures.ts';

/** What is on a page beside its article. Names are those that Chinese content systems give. */
const BESIDE = [
  'title,script,style,noscript,template,iframe,svg,form,button,select,nav,aside,footer',
  '[hidden],[aria-hidden="true"],[style*="display:none"],[style*="display: none"],[class="jammer"]',
  '[class*="related"],[id*="related"],[class*="recommend"],[id*="recommend"],[class*="xgyd"],[class*="xgxw"]',
  '[class*="hot-news"],[class*="hotnews"],[class*="hot_news"],[class*="rank"],[class*="sidebar"],[class*="side-bar"]',
  '[class*="breadcrumb"],[class*="crumb"],[class*="position"],[class*="copyright"],[class*="share"],[class*="comment"]',
  '[class*="prevnext"],[class*="prev-next"],[class*="pagination"],[class*="qrcode"],[class*="friendlink"]',
].join(',');

const HEADING =
  /^[\s【[◆■●▌>]*(?:相关(?:阅读|新闻|报道|文章|链接|推荐|稿件|信息)|推荐(?:阅读|新闻|文章)|延伸阅读|扩展阅读|热门(?:文章|新闻|推荐|阅读)|猜你喜欢|为[您你]推荐|精彩推荐|更多(?:新闻|文章|精彩|推荐)|大家都在看|最新(?:文章|新闻|资讯)|(?:24|48)小时(?:热文|热点)|新闻排行|点击排行)/;
/** A heading and not a sentence that begins like one. */
const MAX_HEADING_LENGTH = 16;
/** From here up a block is a list of links. */
const LINKS = 0.5;

type Measures = ReadonlyMap<Element, Measure>;

/** Takes away what stands beside the article, so that it cannot be taken for it. */
export function removeNoise({ body }: HtmlDocument): void {
  const measures = measure(body);
  for (const element of selectAll(body, BESIDE) ?? []) {
    // A whole page can hang in an element named "…-share": what holds most of the text stays.
    if (isSmall(element, measures, body)) element.remove();
  }
  for (const heading of body.querySelectorAll('h2,h3,h4,h5,p,div,span,strong,b,dt')) {
    const { length } = measures.get(heading) ?? { length: 0 };
    if (length === 0 || length > MAX_HEADING_LENGTH || !HEADING.test(lineOf(heading))) continue;
    removeSection(heading, body, (element) => linkShare(measures.get(element)) > LINKS);
  }
}

function isSmall(element: Element, measures: Measures, body: Element): boolean {
  if (!/^(DIV|SECTION|FORM|TABLE|TD|ARTICLE|MAIN)$/.test(element.tagName)) return true;
  const measured = measures.get(element);
  return linkShare(measured) > LINKS || (measured?.length ?? 0) * 2 < (measures.get(body)?.length ?? 0);
}

/** The heading with the links under it: the box around both, or else what follows it. */
function removeSection(heading: Element, body: Element, isLinkBox: (element: Element) => boolean): void {
  let box = heading;
  while (box.parentElement !== null && box.parentElement !== body && isLinkBox(box.parentElement))
    box = box.parentElement;
  let next = box.nextElementSibling;
  while (next !== null && isLinkBox(next)) {
    const after = next.nextElementSibling;
    next.remove();
    next = after;
  }
  box.remove();
}

/** Lines that end a page and say nothing of its subject. */
const TAIL =
  /^(?:[【[(（]?\s*(?:(?:责任|值班|本文)?编辑|责编|编审|审核|校对|监制|来源|稿源|作者|纠错|分享到?|打印(?:本页)?|关闭(?:窗口)?|返回顶部|收藏|点赞|扫一扫|上一[篇条]|下一[篇条]|附件下载|关键词|标签|版权声明|免责声明|举报|阅读原文|阅读全文)(?:[:：\s】\])）]|$)|[【[]?打印|©|Copyright)/i;
const MAX_TAIL_LENGTH = 60;
const STATEMENT = /^[【[]?(?:特别声明|免责声明|版权声明|风险提示|声明)[】\]]?\s*[:：]/;

/** The text without the signs that content systems put under every article. */
export function withoutTail(text: string): string {
  const lines = text.split('\n');
  while (lines.length > 1) {
    const last = lines.at(-1) ?? '';
    if (!STATEMENT.test(last) && (last.length > MAX_TAIL_LENGTH || !TAIL.test(last))) break;
    lines.pop();
  }
  return lines.join('\n');
}
