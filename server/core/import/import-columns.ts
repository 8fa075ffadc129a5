import { OWN_ID, ownExportOf } from './own-export.ts';

/** What a column of an imported file can mean. */
export const IMPORT_FIELDS = [
  'text',
  'title',
  'time',
  'id',
  'author',
  'url',
  'platform',
  'likes',
  'comments',
  'reposts',
  'views',
  'rating',
  'region',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/**
 * Names under which files carry each field, folded; the best name first. From the usual tools, vendors of
 * Weibo, Douyin and Xiaohongshu data, 12345 hotline tables and merchants' consoles. Left out on purpose:
 * row numbers (序号) and order numbers (订单号), which name several rows and would lose all but one;
 * telephones and addresses, which nobody needs here; how somebody called (受理渠道), which is no platform;
 * replies of the office (回复, 办理结果), which are not what the public said.
 */
const NAMES: Readonly<Record<ImportField, string>> = {
  text: `text 正文 内容 全文 微博正文 博文 微博内容 博文内容 正文内容 全文内容 原文内容 原文 文章内容 笔记内容 笔记正文
    笔记描述 视频文案 视频描述 作品描述 作品文案 文案 评论 评论内容 评论正文 评价内容 评价详情 评价文本 用户评价 买家评价
    顾客评价 评语 首评内容 初次评价 帖子内容 帖子正文 诉求内容 工单内容 反映内容 投诉内容 受理内容 来电内容 主要内容
    诉求描述 问题描述 事项内容 诉求事项 留言详情 留言内容 文本 content fulltext body comment review reviewtext message
    摘要 内容摘要 文章摘要 正文摘要 信息摘要 原文摘要 新闻摘要 信息内容 描述 summary description`,
  title: `title 标题 主题 文章标题 信息标题 原文标题 帖子标题 笔记标题 视频标题 作品标题 新闻标题 留言主题 诉求标题 工单标题 事项标题
    诉求主题 投诉主题 评价标题 subject headline`,
  time: `publishedat time 发布时间 发表时间 发文时间 发稿时间 发帖时间 发博时间 信息发布时间 文章发布时间 发布日期 发文日期 发表日期 作品发布时间 笔记发布时间 视频发布时间 评论时间 评论日期
    评价时间 评价日期 诉求时间 受理时间 来电时间 登记时间 投诉时间 反映时间 留言时间 创建时间 提交时间 发布于 时间 日期
    createdat pubdate pubtime publishtime publishdate posttime date datetime timestamp at createtime ctime`,
  id: `id externalid msgid messageid postid commentid reviewid mid 微博id 微博mid 笔记id 视频id 作品id 帖子id 文章id 评论id
    评价id 评价编号 评论编号 工单编号 工单号 诉求编号 受理编号 受理单号 投诉编号 投诉单号 留言编号 编号 guid noteid awemeid
    videoid ticketid ${OWN_ID}`,
  author: `author 作者 作者名 作者名称 博主 博主名称 昵称 作者昵称 博主昵称 达人昵称 发布人昵称 微博昵称 用户昵称 买家昵称 会员名 评价人 评论者 评论人
    评论用户 用户 用户名 用户名称 发文账号 公众号 公众号名称 留言用户 留言人 发布人 发布者 发布账号 账号名称 账号昵称 诉求人 来电人 反映人 投诉人 市民姓名
    诉求人姓名 姓名 authorname user username usernick nickname screenname`,
  url: `url 链接 网址 原文链接 微博链接 笔记链接 视频链接 作品链接 文章链接 帖子链接 评论链接 地址链接 原文地址 原文网址 原文url
    信息链接 来源链接 文章地址 文章url 网页链接
    link href permalink noteurl videourl shareurl`,
  platform: `platform 平台 来源平台 发布平台 媒体平台 信息来源平台 平台名称 平台类型 媒体 媒体名称 媒体类型 来源 渠道 应用商店 站点 店铺平台
    store source channel site`,
  likes: `likes 点赞 点赞数 点赞量 点赞次数 赞 赞数 获赞数 获赞量 喜欢数 like likecount likedcount diggcount upvotes
    attitudescount`,
  comments: `comments 评论数 评论量 评论总数 评论次数 回复数 回帖数 commentcount commentscount replies replycount`,
  reposts: `reposts 转发 转发数 转发量 转发次数 转载数 转载量 分享 分享数 分享量 shares sharecount repostcount repostscount retweets forwardcount`,
  views: `views 阅读 阅读数 阅读量 阅读次数 点击数 点击量 浏览 浏览量 浏览数 播放 播放量 播放数 观看数 观看量 viewcount playcount readcount reads
    pv`,
  rating: `rating 评分 星级 打分 评级 评价星级 评价分数 评论星级 综合评分 总评分 总体评分 星级评分 分数 stars star starrating
    score overallrating`,
  region: `region 地区 省份 城市 ip属地 ip归属地 属地 归属地 发布地区 发布地 地域 所在地 所属区域 所属区县 诉求区域 事发区域
    事发地区 行政区划 区县 区域 location iplocation province city area`,
};

/** `created_at`, `Created At` and `createdAt` are one name. */
function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-()（）[\]【】:：*.]+/g, '');
}

const FIELD_OF = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.split(/\s+/).map((name, rank) => [foldName(name), { field: field as ImportField, rank }] as const),
  ),
);

/** `评分(1-5)` is a rating as well: what stands in brackets only explains. Paths are known by their end. */
function knownAs(column: string) {
  const plain = column.replace(/[((【[].*$/, '');
  const end = column.slice(column.lastIndexOf('.') + 1);
  for (const name of [column, plain, end]) {
    const known = FIELD_OF.get(foldName(name));
    if (known !== undefined) return known;
  }
  return undefined;
}

/** Names of a text that tables also give to the count of such texts. */
const COUNTED = new Set(['评论', 'comment']);
/** Behind all names that say that they are a count. */
const COUNTED_RANK = 500;

/** What a column is whose cells are all numbers: no text, whatever its name. */
function numberAs(column: string) {
  const known = knownAs(column);
  if (known?.field !== 'text') return known;
  const end = column.slice(column.lastIndexOf('.') + 1);
  return COUNTED.has(foldName(end)) ? { field: 'comments' as const, rank: COUNTED_RANK } : undefined;
}

/**
 * Which column carries which field. Where two could (a `来源` beside a `平台`), the better name wins.
 * @param numbers columns whose cells are all numbers, where the cells are known
 * @returns field → column name as the file has it; fields without a column are absent
 */
export function mapColumns(
  columns: readonly string[],
  numbers: ReadonlySet<string> = new Set(),
): Readonly<Partial<Record<ImportField, string>>> {
  const chosen: Partial<Record<ImportField, string>> = {};
  const ranks: Partial<Record<ImportField, number>> = {};
  for (const column of columns) {
    const known = numbers.has(column) ? numberAs(column) : knownAs(column);
    // Deep in a vendor's object even a good name says less.
    const rank = known === undefined ? 0 : known.rank + 1_000 * (column.split('.').length - 1);
    if (known === undefined || rank >= (ranks[known.field] ?? Number.POSITIVE_INFINITY)) continue;
    chosen[known.field] = column;
    ranks[known.field] = rank;
  }
  if (ownExportOf(columns) === 'old-table') delete chosen.id;
  return chosen;
}

/**
 * Of a table's first rows, the one that names the columns: tables of offices often bear a title above. Only
 * rows of a single cell are ever passed over, and only for one in which several names are known.
 */
export function headerAt(rows: readonly (readonly string[])[]): number {
  for (const [index, cells] of rows.entries()) {
    if (Object.keys(mapColumns(cells)).length >= 2) return index;
    if (cells.filter((cell) => cell.trim() !== '').length > 1) return 0;
  }
  return 0;
}
