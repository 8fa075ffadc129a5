import { defineSource, type Page } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { postTime } from '../dates/post-time.ts';
import { type KeyedEntry, keyEntries } from '../feed/keys.ts';
import { readFeed } from '../feed/reading.ts';
import { plainText } from '../html/plain-text.ts';
import { classifyWall } from '../walls.ts';

/** Worst first: the place is the number of stars. */
const RATINGS = ['很差', '较差', '还行', '推荐', '力荐'];
const KINDS = [
  { value: 'movie', zh: '电影、电视剧', en: 'Films and series' },
  { value: 'book', zh: '图书', en: 'Books' },
  { value: 'music', zh: '音乐', en: 'Music' },
];

export default defineSource({
  name: 'douban-reviews',
  platform: 'douban',
  title: { zh: '豆瓣评论', en: 'Douban reviews' },
  kind: 'reviews',
  params: [
    {
      name: 'kind',
      kind: 'select',
      label: { zh: '类型', en: 'Kind' },
      hint: { zh: '条目在豆瓣的哪个频道', en: 'Which part of Douban the subject is in' },
      required: false,
      options: KINDS,
      initial: 'movie',
    },
    {
      name: 'subject',
      kind: 'text',
      label: { zh: '条目编号', en: 'Subject id' },
      hint: {
        zh: '条目地址里 subject 后面的数字，例如 30000000；也可粘贴整个地址',
        en: 'The digits after "subject" in its address; the whole address will do',
      },
      required: true,
    },
  ],
  every: (60 * MINUTE) / 1000,
  access: {
    kind: 'open-feed',
    onByDefault: true,
    note: {
      zh: '豆瓣在条目页公开的评论订阅源，无须登录，只含最新的评论；两次请求至少间隔 5 秒，robots.txt 每次抓取前自动检查。评论者昵称只保存为不可还原的代号。',
      en: "The review feed Douban links on every subject's page, no login, newest reviews only; at least 5 seconds between requests, robots.txt checked before every run. Reviewers are kept only as keyed hashes.",
    },
  },
  voice: 'review',
  samples: [{ file: 'subject-reviews-rss.constructed.xml', expect: { posts: 2 } }],
  async *collect(params, io) {
    const kind = KINDS.find(({ value }) => value === params.kind)?.value ?? 'movie';
    const subject = /\d{4,}/.exec(String(params.subject))?.[0] ?? '';
    const url = `https://${kind}.douban.com/feed/subject/${subject}/reviews`;
    yield await io.get(url, { spacing: 5_000 });
  },
  parse(page, _params, now) {
    if (page.notModified) return { kind: 'posts', posts: [], refused: [] };
    const barrier = classifyWall(page);
    if (barrier !== null) return { kind: 'wall', ...barrier };
    const feed = readFeed(page.body);
    if (feed.kind === 'wall') return feed;
    const reviews = keyEntries(feed.entries, feed.link, page.url, now);
    const refused = feed.truncated ? [{ index: feed.entries.length, reason: 'truncated feed' }] : [];
    const posts = reviews.map((review) => toPost(review, page, now));
    return { kind: 'posts', posts, refused, ...(feed.truncated && { truncated: true }) };
  },
});

function toPost({ key, link, entry }: KeyedEntry, page: Page, now: Instant): SourcePost {
  const title = plainText(entry.title ?? '');
  const author = plainText(entry.author ?? '');
  const { text, rating, comments } = readReview(plainText(entry.body ?? ''), author);
  return {
    source: 'douban-reviews',
    platform: 'douban',
    externalId: key,
    ...(link !== null && { url: link }),
    ...(title !== '' && text !== '' && title !== text && { title }),
    text: text === '' ? title : text,
    ...(author !== '' && { author }),
    ...postTime(entry.date, page, now),
    ...(comments !== undefined && { metrics: { comments } }),
    ...(rating !== undefined && { rating }),
    voice: 'review',
  };
}

/**
 * A review's own words. Before them the feed writes whose review of what it is (a name that must not be
 * kept) and, if stars were given, their word; behind them, how many answered.
 */
function readReview(body: string, author: string): { text: string; rating?: number; comments?: number } {
  const lines = body.split('\n');
  const named = author !== '' && lines[0]?.startsWith(`${author}评论`);
  if (named || (/评论\s*[:：]/.test(lines[0] ?? '') && starsIn(lines[1]) > 0)) lines.shift();
  const rating = starsIn(lines[0]);
  if (rating > 0) lines.shift();
  const text = lines.join('\n');
  const answers = /\s*[(（](\d{1,9})\s*回应[)）]\s*$/.exec(text);
  return {
    text: answers === null ? text : text.slice(0, answers.index),
    ...(rating > 0 && { rating }),
    ...(answers !== null && { comments: Number(answers[1]) }),
  };
}

/** 0 where the line is no rating. */
function starsIn(line = ''): number {
  return RATINGS.indexOf(/^评价\s*[:：]\s*(\S+)$/.exec(line)?.[1] ?? '') + 1;
}
