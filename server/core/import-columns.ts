/** What a column of an imported file can mean. */
export type ImportField =
  | 'text'
  | 'title'
  | 'time'
  | 'id'
  | 'author'
  | 'url'
  | 'platform'
  | 'likes'
  | 'comments'
  | 'reposts'
  | 'views'
  | 'rating'
  | 'region';

/** Names under which files from the usual tools carry each field, folded; the best name first. */
const NAMES: Readonly<Record<ImportField, readonly string[]>> = {
  text: [
    'text',
    '正文',
    '内容',
    '全文',
    '评论',
    '评论内容',
    '帖子内容',
    '留言详情',
    '留言内容',
    '微博正文',
    '博文',
    '文本',
    '摘要',
    'content',
    'body',
    'comment',
    'review',
    'message',
    'summary',
    'description',
  ],
  title: ['title', '标题', '主题', '留言主题', '帖子标题', '文章标题', 'subject', 'headline'],
  time: [
    'publishedat',
    'time',
    '发布时间',
    '发表时间',
    '发布日期',
    '评论时间',
    '留言时间',
    '创建时间',
    '时间',
    '日期',
    'createdat',
    'pubdate',
    'pubtime',
    'publishtime',
    'date',
    'datetime',
    'timestamp',
    'at',
  ],
  id: [
    'id',
    'externalid',
    'msgid',
    'messageid',
    'postid',
    'commentid',
    'reviewid',
    'mid',
    '编号',
    '留言编号',
    '序号',
    '评论id',
    '微博id',
    '帖子id',
    '文章id',
    'guid',
  ],
  author: [
    'author',
    '作者',
    '昵称',
    '用户',
    '用户名',
    '用户昵称',
    '留言用户',
    '博主',
    '发布人',
    '发布者',
    'authorname',
    'user',
    'username',
    'nickname',
    'screenname',
  ],
  url: ['url', '链接', '网址', '原文链接', '地址链接', '原文地址', 'link', 'href', 'permalink'],
  platform: [
    'platform',
    '平台',
    '来源',
    '媒体',
    '渠道',
    '来源平台',
    '媒体名称',
    '应用商店',
    'store',
    'source',
    'channel',
    'site',
  ],
  likes: [
    'likes',
    '点赞',
    '点赞数',
    '赞',
    '赞数',
    '获赞数',
    'like',
    'likecount',
    'upvotes',
    'attitudescount',
  ],
  comments: [
    'comments',
    '评论数',
    '回复数',
    '评论量',
    'commentcount',
    'commentscount',
    'replies',
    'replycount',
  ],
  reposts: [
    'reposts',
    '转发',
    '转发数',
    '分享数',
    '转发量',
    'shares',
    'repostcount',
    'repostscount',
    'retweets',
  ],
  views: [
    'views',
    '阅读',
    '阅读数',
    '阅读量',
    '浏览',
    '浏览量',
    '浏览数',
    '播放量',
    'viewcount',
    'reads',
    'pv',
  ],
  rating: ['rating', '评分', '星级', '打分', '评级', 'stars', 'star', 'score'],
  region: [
    'region',
    '地区',
    '省份',
    '城市',
    'ip属地',
    '属地',
    '地域',
    '所在地',
    'location',
    'province',
    'city',
    'area',
  ],
};

/** `created_at`, `Created At` and `createdAt` are one name. */
function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-()（）:：*.]+/g, '');
}

const FIELD_OF = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.map((name, rank) => [foldName(name), { field: field as ImportField, rank }] as const),
  ),
);

/**
 * Which column carries which field. Where two could (a `来源` beside a `平台`), the better name wins.
 * @returns field → column name as the file has it; fields without a column are absent
 */
export function mapColumns(columns: readonly string[]): Readonly<Partial<Record<ImportField, string>>> {
  const chosen: Partial<Record<ImportField, string>> = {};
  const ranks: Partial<Record<ImportField, number>> = {};
  for (const column of columns) {
    const known = FIELD_OF.get(foldName(column));
    if (known === undefined || known.rank >= (ranks[known.field] ?? Number.POSITIVE_INFINITY)) continue;
    chosen[known.field] = column;
    ranks[known.field] = known.rank;
  }
  return chosen;
}
