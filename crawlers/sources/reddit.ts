import { defineSource, type Page, type Params } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { postTime } from '../dates/post-time.ts';
import { plainText, tidy } from '../html/plain-text.ts';
import { asNumber, asObject, asText, type JsonObject } from '../json/json.ts';
import { readJsonPage, readRows } from '../json/page.ts';
import { queryUrl } from '../query-url.ts';
import { QUERY } from '../shared-fields.ts';
import { shownMetrics } from '../shown-metrics.ts';
import { signIn } from '../sign-in.ts';

const GONE = /^\[(deleted|removed)\]$/;

export default defineSource({
  name: 'reddit',
  platform: 'reddit',
  title: { zh: 'Reddit 搜索（OAuth）', en: 'Reddit search (OAuth)' },
  kind: 'social',
  params: [
    QUERY,
    {
      name: 'subreddit',
      kind: 'text',
      label: { zh: '版块', en: 'Subreddit' },
      hint: { zh: '例如 China_irl；留空则搜全站', en: 'The whole site when left empty' },
      required: false,
    },
    {
      name: 'clientId',
      kind: 'text',
      label: { zh: '应用 ID', en: 'Client id' },
      hint: { zh: '经 Reddit 批准的应用', en: 'Of the app that Reddit approved' },
      required: true,
    },
    {
      name: 'clientSecret',
      kind: 'secret',
      label: { zh: '应用密钥', en: 'Client secret' },
      hint: { zh: '只在本机保存，不再显示', en: 'Kept on this machine and not shown again' },
      required: true,
    },
  ],
  every: (30 * MINUTE) / 1000,
  access: {
    kind: 'api-with-key',
    onByDefault: false,
    note: {
      zh: '境外站点，须经合法的国际出口访问。匿名接口已于 2026 年关闭；使用官方 OAuth 接口须先取得 Reddit 对应用的批准，商业用途另须授权。用户名只保存为不可还原的代号。',
      en: "Outside the mainland: needs lawful cross-border access. Anonymous access closed in 2026; the official OAuth interface wants Reddit's approval of your app, and a licence for commercial use. User names are kept only as keyed hashes.",
    },
  },
  voice: 'forum',
  samples: [{ file: 'oauth-search-listing.real-scrubbed-trimmed.json', expect: { posts: 4 } }],
  async *collect(params, io) {
    const app = `${params.clientId ?? ''}:${params.clientSecret ?? ''}`;
    const signed = await signIn(
      io,
      'https://www.reddit.com/api/v1/access_token',
      {
        authorization: `Basic ${Buffer.from(app).toString('base64')}`,
        post: { type: 'form', body: 'grant_type=client_credentials' },
      },
      (answer) => answer.access_token,
    );
    if ('refused' in signed) yield signed.refused;
    else {
      const authorization = `Bearer ${signed.token}`;
      yield await io.get(addressOf(params), { accept: 'application/json', authorization });
    }
  },
  parse: (page, _params, now) =>
    readJsonPage(page, (value) => {
      const listing = asObject(value);
      const children = asObject(listing?.data)?.children;
      if (listing?.kind === 'Listing' && Array.isArray(children))
        return readRows(children, (child) => toPost(asObject(asObject(child)?.data), page, now));
      const said = asText(listing?.message) ?? asText(listing?.error) ?? 'no listing';
      return { kind: 'wall', wall: 'shape-changed', detail: said.slice(0, 200) };
    }),
});

function addressOf({ query, subreddit = '' }: Params): string {
  const name = String(subreddit).replace(/^\/?r\/|\/.*$/g, '');
  const asked = { q: query, sort: 'new', type: 'link', limit: 100, raw_json: 1 };
  if (name === '') return queryUrl('https://oauth.reddit.com/search', asked);
  const address = `https://oauth.reddit.com/r/${encodeURIComponent(name)}/search`;
  return queryUrl(address, { ...asked, restrict_sr: true });
}

function toPost(link: JsonObject | null, page: Page, now: Instant): SourcePost | string {
  const id = asText(link?.name) ?? asText(link?.id);
  const title = plainText(asText(link?.title) ?? '');
  const marked = asText(link?.selftext_html);
  const body = marked === undefined ? tidy(asText(link?.selftext) ?? '') : plainText(marked);
  const kept = GONE.test(body) ? '' : body;
  if (link === null || id === undefined || GONE.test(title) || (title === '' && kept === ''))
    return 'removed, or no id or text';
  const author = asText(link.author);
  const permalink = asText(link.permalink);
  return {
    source: 'reddit',
    platform: 'reddit',
    externalId: id,
    ...(permalink?.startsWith('/') && { url: `https://www.reddit.com${permalink}` }),
    ...(title !== '' && kept !== '' && { title }),
    text: kept === '' ? title : kept,
    ...(author !== undefined && !GONE.test(author) && { author }),
    ...postTime(asNumber(link.created_utc), page, now),
    ...shownMetrics({ likes: link.score, comments: link.num_comments }),
    voice: 'forum',
  };
}
