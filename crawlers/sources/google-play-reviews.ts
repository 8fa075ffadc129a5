import { defineSource, type Page, type Params, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { postTime } from '../dates/post-time.ts';
import { tidy } from '../html/plain-text.ts';
import { batchAnswer, batchCall, batchFrames, list } from '../json/batch-execute.ts';
import { asNumber, asText } from '../json/json.ts';
import { readJsonPage, readRows } from '../json/page.ts';
import { pagesField } from '../shared-fields.ts';
import { shownMetrics } from '../shown-metrics.ts';

const RPC = 'UsvDTd';
const SORT_BY_NEWEST = 2;
const PAGE = 100;

export default defineSource({
  name: 'google-play-reviews',
  platform: 'google-play',
  title: { zh: 'Google Play 评论', en: 'Google Play reviews' },
  kind: 'reviews',
  params: [
    {
      name: 'app',
      kind: 'text',
      label: { zh: '应用包名', en: 'App id' },
      hint: { zh: '应用页面地址里 id= 后面的部分', en: 'What follows "id=" in its address' },
      required: true,
    },
    {
      name: 'language',
      kind: 'text',
      label: { zh: '语言', en: 'Language' },
      hint: { zh: '代码，例如 zh-CN、en', en: 'A code, such as zh-CN or en' },
      required: false,
      initial: 'zh-CN',
    },
    pagesField(PAGE),
  ],
  every: (60 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: false,
    note: {
      zh: '境外站点，须经合法的国际出口访问。应用页面自用的接口，没有公开文档，随时可能变化；服务条款限制自动访问，须由法务确认。自己的应用，请用官方开发者接口导出评论后导入。',
      en: "Outside the mainland: needs lawful cross-border access. The interface of the store's own page: undocumented, may change any day, and the terms restrict automated access: have counsel agree. For your own apps export from the official developer API and import.",
    },
  },
  voice: 'review',
  samples: [
    { file: 'batchexecute-reviews.constructed.txt', expect: { posts: 1 } },
    { file: 'batchexecute-empty.constructed.txt', expect: { wall: 'empty-suspect' } },
    { file: 'batchexecute-PlayDataError-200.retyped.txt', expect: { wall: 'empty-suspect' } },
  ],
  async *collect(params, io) {
    const language = encodeURIComponent(String(params.language ?? 'zh-CN'));
    const url = `https://play.google.com/_/PlayStoreUi/data/batchexecute?rpcids=${RPC}&hl=${language}`;
    let token: string | null = null;
    for (let turn = 0; turn < (typeof params.pages === 'number' ? params.pages : 1); turn += 1) {
      const question = [null, null, [2, SORT_BY_NEWEST, [PAGE, null, token], null, []], [appOf(params), 7]];
      const body = batchCall(RPC, question);
      const result = await io.get(url, { accept: 'application/json', post: { type: 'form', body } });
      yield result;
      if (result.kind !== 'page') return;
      token = tokenIn(result.page);
      if (token === null) return;
    }
  },
  parse: (page, params, now) =>
    readJsonPage(page, (frames) => readAnswer(frames, page, appOf(params), now), batchFrames),
});

function appOf(params: Params): string {
  const app = String(params.app ?? '').trim();
  return /[?&]id=([\w.]+)/.exec(app)?.[1] ?? app;
}

function tokenIn(page: Page): string | null {
  const answer = batchAnswer(batchFrames(page.body), RPC);
  return answer !== null && 'value' in answer ? (asText(list(list(answer.value)[1])[1]) ?? null) : null;
}

function readAnswer(frames: unknown, page: Page, app: string, now: Instant): ParseResult {
  const answer = batchAnswer(frames, RPC);
  if (answer !== null && 'error' in answer)
    return { kind: 'wall', wall: 'empty-suspect', detail: `an error in place of reviews: ${answer.error}` };
  const reviews = Array.isArray(answer?.value) ? (answer.value[0] ?? []) : null;
  if (Array.isArray(reviews)) return readRows(reviews, (review) => toPost(list(review), page, app, now));
  return { kind: 'wall', wall: 'shape-changed', detail: `no list of reviews from ${RPC}` };
}

/** An edited review keeps its id, so its time belongs to the key: the new opinion is a new post. */
function toPost(review: readonly unknown[], page: Page, app: string, now: Instant): SourcePost | string {
  const id = asText(review[0]);
  const text = tidy(asText(review[4]) ?? '');
  if (id === undefined) return 'no id or no text';
  if (text === '') return 'rating without words';
  const time = postTime(asNumber(list(review[5])[0]), page, now);
  const rating = asNumber(review[2]);
  const author = asText(list(review[1])[0]);
  const address = new URLSearchParams({ id: app, reviewId: id });
  return {
    source: 'google-play-reviews',
    platform: 'google-play',
    externalId: time.publishedAt === undefined ? id : `${id}@${new Date(time.publishedAt).toISOString()}`,
    ...(app !== '' && { url: `https://play.google.com/store/apps/details?${address}` }),
    text,
    ...(author !== undefined && { author }),
    ...time,
    ...shownMetrics({ likes: review[6] }),
    ...(rating !== undefined && rating >= 1 && rating <= 5 && { rating }),
    voice: 'review',
  };
}
