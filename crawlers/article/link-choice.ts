export interface Link {
  readonly url: string;
  readonly text: string;
}

/** A title has words; 更多, 首页 and page numbers have not. */
const MIN_TITLE_LENGTH = 6;
/** Longer titles say no more about being a title. */
const MAX_TITLE_LENGTH = 40;
/** A group of links this much weaker than the strongest is a box at the side. */
const FAINTEST = 0.25;
const MENU =
  /^(首页|更多|上一[页篇]|下一[页篇]|尾页|末页|登录|注册|返回|联系我们|关于我们|版权声明|网站地图|隐私政策|设为首页|加入收藏|more|home|next|previous)/i;

/**
 * The links that lead to articles, told by their looks: links of one kind have addresses of one shape
 * (/news/#/#.html) and titles for words. The strongest shapes are taken, in the order of the page.
 */
export function chooseLinks(links: readonly Link[]): readonly Link[] {
  const titled = links.filter(({ text }) => text.length >= MIN_TITLE_LENGTH && !MENU.test(text));
  const groups = Map.groupBy(titled, ({ url }) => shapeOf(url));
  const scores = new Map([...groups].map(([shape, group]) => [shape, scoreOf(shape, group)]));
  const best = Math.max(0, ...scores.values());
  return titled.filter(({ url }) => (scores.get(shapeOf(url)) ?? 0) >= Math.max(1, best * FAINTEST));
}

/** What differs between articles of one kind is left out: numbers, and the words of the last part. */
function shapeOf(address: string): string {
  const url = URL.parse(address);
  const parts = (url?.pathname ?? '').split('/');
  const last = parts.pop() ?? '';
  const folders = parts.map((part) => part.replace(/\d+/g, '#'));
  const query = [...(url?.searchParams ?? [])].map(
    ([name, value]) => `${name}=${/^\d+$/.test(value) ? '#' : '*'}`,
  );
  return `${url?.host}${folders.join('/')}/${lastShape(last)}?${query.sort().join('&')}`;
}

function lastShape(last: string): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.[a-z]+)?$/i.exec(last) ?? [];
  const shape = stem.replace(/\d+/g, '#');
  // Ids of letters and digits (K5D2A9B7) have as many shapes as there are articles.
  if ((shape.match(/#/g)?.length ?? 0) > 2) return `#${ending}`;
  return shape.includes('#') || stem.length <= 12 ? `${shape}${ending}` : `*${ending}`;
}

/** Addresses of articles carry a number or many words; those of channels do not. */
function scoreOf(shape: string, group: readonly Link[]): number {
  const words = group.reduce((sum, { text }) => sum + Math.min(text.length, MAX_TITLE_LENGTH), 0);
  const numbered = /#/.test(shape.split('?')[0] ?? '') || /=#/.test(shape);
  const slug = shape.includes('*');
  return words * (numbered ? 1 : slug ? 0.6 : 0.1);
}
