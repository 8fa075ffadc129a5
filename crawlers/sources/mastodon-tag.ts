import { defineSource, type Page, type Params } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { mayGoOn } from '../address-walls.ts';
import { goesOn, mostPages } from '../catch-up.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { postTime } from '../dates/post-time.ts';
import { plainText } from '../html/plain-text.ts';
import { asObject, asText, type JsonObject, parseJson } from '../json/json.ts';
import { readJsonPage, readRows } from '../json/page.ts';
import { shownMetrics } from '../shown-metrics.ts';
import { parseHttpUrl } from '../urls.ts';

export default defineSource({
  name: 'mastodon-tag',
  platform: 'mastodon',
  title: { zh: 'Mastodon 话题', en: 'Mastodon tags' },
  kind: 'social',
  params: [
    {
      name: 'instance',
      kind: 'text',
      label: { zh: '实例', en: 'Instance' },
      hint: { zh: '域名，例如 mastodon.social', en: 'Its host, such as mastodon.social' },
      required: true,
      initial: 'mastodon.social',
    },
    {
      name: 'tags',
      kind: 'text',
      label: { zh: '话题', en: 'Tags' },
      hint: { zh: '不带 #，多个用逗号分隔', en: 'Without #, several with commas' },
      required: true,
    },
  ],
  every: (10 * MINUTE) / 1000,
  access: {
    kind: 'public-api',
    onByDefault: true,
    note: {
      zh: '境外站点，须经合法的国际出口访问。实例公开的话题时间线，无须登录；有的实例不开放，届时会写明被拦。作者只保存为不可还原的代号。',
      en: 'Outside the mainland: needs lawful cross-border access. The public tag timeline, no login; an instance may close it, and then says so. Authors are kept only as keyed hashes.',
    },
  },
  backfill: true,
  voice: 'ordinary',
  samples: [{ file: 'timelines-tag.docs-example.json', expect: { posts: 1 } }],
  async *collect(params, io) {
    for (const tag of tagsOf(params)) {
      // Ids carry their time in the bits above 16, so a time can stand for one.
      let before = io.range && String(BigInt(io.range.to) << 16n);
      for (let turn = 0; turn < mostPages(io); turn += 1) {
        const older = before === undefined ? '' : `&max_id=${before}`;
        const url = `${siteOf(params)}/api/v1/timelines/tag/${encodeURIComponent(tag)}?limit=40${older}`;
        const result = await io.get(url, { accept: 'application/json' });
        yield result;
        if (!mayGoOn(result)) return;
        if (result.kind !== 'page' || !goesOn(io)) break;
        const last = lastOf(result.page, io.range?.from ?? 0);
        if (last === undefined || last === before) break;
        before = last;
      }
    }
  },
  parse: (page, _params, now) =>
    readJsonPage(page, (value) => {
      if (Array.isArray(value)) return readRows(value, (status) => toPost(asObject(status), page, now));
      const said = asText(asObject(value)?.error) ?? 'not a list of posts';
      const wall = /authenticated|authoriz|access token/i.test(said) ? 'login-wall' : 'shape-changed';
      return { kind: 'wall', wall, detail: said.slice(0, 200) };
    }),
});

/** Never none: without a tag the instance says so itself, where silence would look like no posts. */
function tagsOf(params: Params): readonly string[] {
  const tags = String(params.tags ?? '')
    .split(/[\s,，、#＃]+/)
    .filter((tag) => tag !== '');
  return tags.length === 0 ? [''] : [...new Set(tags)];
}

function siteOf(params: Params): string {
  const instance = String(params.instance ?? '').trim();
  return parseHttpUrl(/^https?:\/\//i.test(instance) ? instance : `https://${instance}`)?.origin ?? instance;
}

/** The id to go on from, unless the page is empty or reaches back before `from`. */
function lastOf(page: Page, from: Instant): string | undefined {
  const statuses = parseJson(page.body);
  const last = Array.isArray(statuses) ? asObject(statuses.at(-1)) : null;
  const at = parseChineseDate(asText(last?.created_at), page.fetchedAt)?.at;
  return at === undefined || at < from ? undefined : asText(last?.id);
}

function toPost(status: JsonObject | null, page: Page, now: Instant): SourcePost | string {
  // The same post has another id on every instance, but one address of its own.
  const id = asText(status?.uri) ?? asText(status?.url);
  const text = plainText(asText(status?.content) ?? '');
  const warning = plainText(asText(status?.spoiler_text) ?? '');
  if (status === null || id === undefined) return 'no id or no text';
  if (text === '' && warning === '') return 'only a picture or file';
  const author = asText(asObject(status.account)?.url) ?? asText(asObject(status.account)?.acct);
  const url = parseHttpUrl(asText(status.url) ?? '')?.href;
  return {
    source: 'mastodon-tag',
    platform: 'mastodon',
    externalId: id,
    ...(url !== undefined && { url }),
    ...(warning !== '' && text !== '' && { title: warning }),
    text: text === '' ? warning : text,
    ...(author !== undefined && { author }),
    ...postTime(asText(status.created_at), page, now),
    ...shownMetrics({
      likes: status.favourites_count,
      comments: status.replies_count,
      reposts: status.reblogs_count,
    }),
    voice: 'ordinary',
  };
}
