import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { z } from 'zod';
import type { SentimentLabel } from '../../core/reading/analysis.ts';
import type { MentionDetail, MentionPage, Overview } from '../../core/screens/screens.ts';
import { DAY } from '../../core/time.ts';
import { type MentionQuery, readMention, readMentionPage } from '../../db/views/mention/mentions.ts';
import { readPlatformsOf } from '../../db/views/trends/breakdowns.ts';
import { csvLines } from '../../reports/write-csv.ts';
import { mentionDetail, mentionPage, platformCounts } from '../answers/mentions.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { evidenceFile, evidenceOf, XLSX } from '../evidence.ts';
import { demandWatch } from '../known-watch.ts';
import { tableRows } from '../mention-table.ts';
import { readSpan } from '../range.ts';
import { idParam, mentionQuery, rangeQuery, validate, watchQuery } from '../validate.ts';
import { nameOf } from '../who.ts';
import { erasureRoutes } from './erasures.ts';

const MAX_PAGE_SIZE = 200;
const USUAL_PAGE = 50;

/** @throws AppError('not_found') for a watch that does not exist: nothing was said of it, and that would be no answer */
async function filterOf(
  { read, now }: HttpDeps,
  query: z.output<typeof mentionQuery>,
): Promise<MentionQuery> {
  await demandWatch(read, query.watch);
  return {
    watchId: query.watch ?? null,
    ...readSpan(query, now(), DAY),
    limit: Math.max(1, Math.min(query.limit ?? USUAL_PAGE, MAX_PAGE_SIZE)),
    ...(query.q ? { query: query.q } : {}),
    ...(query.sentiment ? { sentiment: Number(query.sentiment) as SentimentLabel } : {}),
    ...(query.platform ? { platform: query.platform } : {}),
    ...(query.fact ? { fact: query.fact } : {}),
    ...(query.target ? { target: query.target } : {}),
    ...(query.story ? { story: query.story } : {}),
    ...(query.originals === '1' ? { originalsOnly: true } : {}),
    ...(query.cursor ? { cursor: query.cursor } : {}),
  };
}

const LIST = described({
  id: 'listMentions',
  tag: 'mentions',
  en: 'Mentions of a stretch of time, newest first, a page at a time',
  zh: '一段时间内的内容，新的在前，分页',
  limited: 'watch',
  answer: mentionPage,
  faults: ['bad_page'],
});
const EXPORT = described({
  id: 'exportMentions',
  tag: 'mentions',
  en: 'All mentions of a stretch of time as CSV (limit and cursor are not heeded)',
  zh: '一段时间内的全部内容，CSV（limit 与 cursor 不起作用）',
  limited: 'watch',
  answer: 'text/csv',
});
const EVIDENCE = described({
  id: 'exportEvidence',
  tag: 'mentions',
  en: 'Mentions of a stretch of time as a sealed list of evidence, XLSX; at most the newest 5,000',
  zh: '一段时间内的内容，带校验值的证据清单，XLSX；最多取最近 5,000 条',
  limited: 'watch',
  answer: XLSX,
});
const PLATFORMS = described({
  id: 'countPlatforms',
  tag: 'mentions',
  en: 'Counts by platform, largest first',
  zh: '各平台的条数，多的在前',
  limited: 'watch',
  answer: platformCounts,
});
const ONE = described({
  id: 'getMention',
  tag: 'mentions',
  en: 'One mention whole, with what was read in it and its copies',
  zh: '一条内容的全文、判读与转载',
  limited: 'refused',
  answer: mentionDetail,
});

export const mentionRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/mentions', LIST, validate('query', mentionQuery), async (c) => {
      const filter = await filterOf(deps, c.req.valid('query'));
      const page: MentionPage = await readMentionPage(deps.read, filter);
      return c.json(page);
    })
    .get('/mentions.csv', EXPORT, validate('query', mentionQuery), async (c) => {
      const { limit: _, cursor: __, ...filter } = await filterOf(deps, c.req.valid('query'));
      c.header('Content-Type', 'text/csv; charset=utf-8');
      c.header('Content-Disposition', 'attachment; filename="tingchao-mentions.csv"');
      return stream(c, async (out) => {
        for await (const line of csvLines(tableRows(deps.read, filter))) {
          if (out.aborted) return;
          await out.write(line);
        }
      });
    })
    .get('/mentions/evidence', EVIDENCE, validate('query', mentionQuery), async (c) => {
      const { limit: _, cursor: __, ...filter } = await filterOf(deps, c.req.valid('query'));
      const made = { at: deps.now(), by: nameOf(c.get('who')) };
      return evidenceFile(c, await evidenceOf(deps.read, filter, made));
    })
    .get('/mentions/platforms', PLATFORMS, validate('query', rangeQuery), async (c) => {
      const { watch = null, to = deps.now(), from = to - DAY } = c.req.valid('query');
      await demandWatch(deps.read, watch);
      const seen: Overview['platforms'] = await readPlatformsOf(deps.read, watch, from, to);
      return c.json(seen);
    })
    .get('/mentions/:id', ONE, validate('param', idParam), validate('query', watchQuery), async (c) => {
      const { id } = c.req.valid('param');
      const detail: MentionDetail = await readMention(deps.read, id, c.req.valid('query').watch ?? null);
      return c.json(detail);
    })
    .route('/', erasureRoutes(deps));
