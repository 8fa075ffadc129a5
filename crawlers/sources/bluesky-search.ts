import { defineSource, type Page, type Params, type SourceIO } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { goesOn, mostPages } from '../catch-up.ts';
import { postTime } from '../dates/post-time.ts';
import { tidy } from '../html/plain-text.ts';
import { asObject, asText, type JsonObject, parseJson } from '../json/json.ts';
import { readJsonPage, readRows } from '../json/page.ts';
import { queryUrl } from '../query-url.ts';
import { QUERY } from '../shared-fields.ts';
import { shownMetrics } from '../shown-metrics.ts';
import { signIn } from '../sign-in.ts';

const MAX_PAGES = 50;
const WALL_OF: Readonly<Record<string, 'login-wall' | 'rate-limited'>> = {
  AuthMissing: 'login-wall',
  ExpiredToken: 'login-wall',
  RateLimitExceeded: 'rate-limited',
};
const XRPC = 'https://bsky.social/xrpc';

export default defineSource({
  name: 'bluesky-search',
  platform: 'bluesky',
  title: { zh: 'Bluesky 搜索（需账号）', en: 'Bluesky search (account)' },
  kind: 'social',
  params: [
    QUERY,
    {
      name: 'lang',
      kind: 'text',
      label: { zh: '语言', en: 'Language' },
      hint: { zh: '代码，例如 zh；留空则不限', en: 'A code such as zh; any when left empty' },
      required: false,
    },
    {
      name: 'identifier',
      kind: 'text',
      label: { zh: '账号', en: 'Account' },
      hint: { zh: '完整账号名，例如 name.bsky.social', en: 'The whole handle, such as name.bsky.social' },
      required: true,
    },
    {
      name: 'appPassword',
      kind: 'secret',
      label: { zh: '应用密码', en: 'App password' },
      hint: {
        zh: '在账号设置里单独生成，不是登录密码',
        en: "Made in the account's settings; not the login password",
      },
      required: true,
    },
  ],
  every: (30 * MINUTE) / 1000,
  access: {
    kind: 'api-with-key',
    onByDefault: false,
    note: {
      zh: '境外站点，须经合法的国际出口访问。官方搜索接口须用自己的账号登录，不得当作批量接口使用；声明不愿在站外展示的作者不收。账号名只保存为不可还原的代号。',
      en: 'Outside the mainland: needs lawful cross-border access. The official search wants an account of your own and is not to be used in bulk; authors who ask not to be shown outside are left out. Handles are kept only as keyed hashes.',
    },
  },
  backfill: true,
  voice: 'ordinary',
  samples: [{ file: 'searchPosts.constructed.json', expect: { posts: 1 } }],
  async *collect(params, io) {
    const session = JSON.stringify({ identifier: params.identifier, password: params.appPassword });
    const post = { type: 'json', body: session } as const;
    const gate = `${XRPC}/com.atproto.server.createSession`;
    const signed = await signIn(io, gate, { post }, (answer) => answer.accessJwt);
    if ('refused' in signed) return yield signed.refused;
    const asking = { accept: 'application/json', authorization: `Bearer ${signed.token}` };
    let cursor: string | undefined;
    for (let turn = 0; turn < mostPages(io, MAX_PAGES); turn += 1) {
      const result = await io.get(addressOf(params, io.range, cursor), asking);
      yield result;
      const next = result.kind === 'page' ? asText(asObject(parseJson(result.page.body))?.cursor) : undefined;
      if (!goesOn(io) || next === undefined || next === cursor) return;
      cursor = next;
    }
  },
  parse: (page, _params, now) =>
    readJsonPage(page, (value) => {
      const answer = asObject(value);
      if (Array.isArray(answer?.posts))
        return readRows(answer.posts, (post) => toPost(asObject(post), page, now));
      const code = asText(answer?.error) ?? '';
      const detail = `${code} ${asText(answer?.message) ?? 'no list of posts'}`.trim().slice(0, 200);
      return { kind: 'wall', wall: WALL_OF[code] ?? 'shape-changed', detail };
    }),
});

function addressOf({ query, lang }: Params, range: SourceIO['range'], cursor: string | undefined): string {
  const since = range && new Date(range.from).toISOString();
  const until = range && new Date(range.to).toISOString();
  const asked = { q: query, sort: 'latest', limit: 100, lang, since, until, cursor };
  return queryUrl(`${XRPC}/app.bsky.feed.searchPosts`, asked);
}

function toPost(view: JsonObject | null, page: Page, now: Instant): SourcePost | string {
  const [, did, key] = /^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/.exec(asText(view?.uri) ?? '') ?? [];
  const text = tidy(asText(asObject(view?.record)?.text) ?? '');
  if (view === null || did === undefined || key === undefined) return 'no id or no text';
  if (text === '') return 'only a picture or file';
  const labels = asObject(view.author)?.labels;
  const asks = (label: unknown) => asObject(label)?.val === '!no-unauthenticated';
  if (Array.isArray(labels) && labels.some(asks)) return 'author asks not to be shown outside';
  // What the author's program says about its clock may be anything; when it was seen may not.
  return {
    source: 'bluesky-search',
    platform: 'bluesky',
    externalId: `${did}/${key}`,
    url: `https://bsky.app/profile/${did}/post/${key}`,
    text,
    author: did,
    ...postTime(asText(view.indexedAt), page, now),
    ...shownMetrics({ likes: view.likeCount, comments: view.replyCount, reposts: view.repostCount }),
    voice: 'ordinary',
  };
}
