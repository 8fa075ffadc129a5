import type { CheerioAPI } from 'cheerio';
import { defineSource, type Page, type Params, type SourceIO } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { postTime } from '../dates/post-time.ts';
import { readHtmlPage } from '../html/page.ts';
import { plainText } from '../html/plain-text.ts';
import { readRows } from '../json/page.ts';
import { pagesField } from '../shared-fields.ts';
import { shownMetrics } from '../shown-metrics.ts';
import { parseHttpUrl } from '../urls.ts';

/** A back-fill ends here even when its time goes on: twenty messages a page. */
const MAX_PAGES = 200;

export default defineSource({
  name: 'telegram-channel',
  platform: 'telegram',
  title: { zh: 'Telegram 公开频道', en: 'Telegram public channel' },
  kind: 'social',
  params: [
    {
      name: 'channel',
      kind: 'text',
      label: { zh: '频道', en: 'Channel' },
      hint: { zh: '频道名（t.me/s/ 后面的部分），或整个地址', en: 'Its name, or its address on t.me' },
      required: true,
    },
    pagesField(20),
  ],
  every: (15 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: true,
    note: {
      zh: '境外站点，须经合法的国际出口访问。只读频道自己公开的网页预览，无须登录；频道关闭预览时会写明被拦。',
      en: 'Outside the mainland: needs lawful cross-border access. Only the web preview that a channel itself makes public, no login; one that closed it is shown as refused.',
    },
  },
  backfill: true,
  voice: 'ordinary',
  samples: [{ file: 't.me-s-channel.constructed.html', expect: { posts: 1 } }],
  async *collect(params, io) {
    let before = '';
    for (let turn = 0; turn < pagesOf(params, io); turn += 1) {
      const result = await io.get(`https://t.me/s/${channelOf(params)}${before}`, { accept: 'text/html' });
      const oldest = result.kind === 'page' ? oldestOn(result.page) : null;
      // A back-fill walks past what is newer than it wants.
      const passed = io.range !== undefined && oldest !== null && oldest >= io.range.to;
      if (!passed) yield result;
      if (result.kind !== 'page' || (io.range && oldest !== null && oldest < io.range.from)) return;
      const next = /data-before="(\d+)"/.exec(result.page.body)?.[1];
      if (next === undefined || before === `?before=${next}`) return;
      before = `?before=${next}`;
    }
  },
  parse: (page, _params, now) =>
    readHtmlPage(page, ($) => {
      const messages = $('.tgme_widget_message[data-post]').toArray();
      if (messages.length > 0 || $('.tgme_channel_history').length > 0)
        return readRows(messages, (message) => toPost($(message), page, now));
      const closed = $('.tgme_page').length > 0;
      const detail = closed ? 'no such channel, or it shows no preview outside the app' : 'no channel page';
      return { kind: 'wall', wall: closed ? 'login-wall' : 'shape-changed', detail };
    }),
});

function pagesOf({ pages }: Params, io: SourceIO): number {
  return io.range ? MAX_PAGES : typeof pages === 'number' ? pages : 1;
}

function channelOf(params: Params): string {
  const name = String(params.channel ?? '').replace(
    /^(https?:\/\/)?(www\.)?(t|telegram)\.me\/(s\/)?|^@/i,
    '',
  );
  return encodeURIComponent(name.replace(/[/?#].*$/, ''));
}

function oldestOn(page: Page): Instant | null {
  const times = [...page.body.matchAll(/<time[^>]* datetime="([^"]+)"/g)].flatMap(
    ([, text]) => parseChineseDate(text, page.fetchedAt)?.at ?? [],
  );
  return times.length === 0 ? null : Math.min(...times);
}

function toPost(message: ReturnType<CheerioAPI>, page: Page, now: Instant): SourcePost | string {
  if (message.hasClass('service_message')) return 'service notice';
  const id = message.attr('data-post') ?? '';
  // A quoted message stands above the text with a text of its own.
  const words = message.find('.tgme_widget_message_text').not('.tgme_widget_message_reply *').first();
  const text = plainText(words.html() ?? '');
  if (!/^[\w-]+\/\d+$/.test(id)) return 'no id or no text';
  if (text === '') return 'only a picture or file';
  const date = message.find('a.tgme_widget_message_date');
  const url = parseHttpUrl(date.attr('href') ?? '')?.href;
  return {
    source: 'telegram-channel',
    platform: 'telegram',
    externalId: id,
    ...(url !== undefined && { url }),
    text,
    author: id.split('/', 1)[0] ?? id,
    ...postTime(date.find('time[datetime]').attr('datetime'), page, now),
    ...shownMetrics({ views: message.find('.tgme_widget_message_views').first().text() }),
    voice: 'ordinary',
  };
}
