import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { z } from 'zod';
import type { SentimentLabel } from '../../core/reading/analysis.ts';
import type { MentionDetail, MentionPage, Overview } from '../../core/screens/screens.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { type MentionQuery, readMention, readMentionPage } from '../../db/views/mention/mentions.ts';
import { readPlatformsOf } from '../../db/views/trends/breakdowns.ts';
import { csvLines } from '../../reports/write-csv.ts';
import type { HttpDeps } from '../deps.ts';
import { tableRows } from '../mention-table.ts';
import { readSpan } from '../range.ts';
import { idParam, mentionQuery, rangeQuery, validate, watchQuery } from '../validate.ts';

const LARGEST_PAGE = 200;
const USUAL_PAGE = 50;

function filterOf(query: z.output<typeof mentionQuery>, now: Instant): MentionQuery {
  return {
    watchId: query.watch ?? null,
    ...readSpan(query, now, DAY),
    limit: Math.max(1, Math.min(query.limit ?? USUAL_PAGE, LARGEST_PAGE)),
    ...(query.q ? { query: query.q } : {}),
    ...(query.sentiment ? { sentiment: Number(query.sentiment) as SentimentLabel } : {}),
    ...(query.platform ? { platform: query.platform } : {}),
    ...(query.fact ? { fact: query.fact } : {}),
    ...(query.target ? { target: query.target } : {}),
    ...(query.originals === '1' ? { originalsOnly: true } : {}),
    ...(query.cursor ? { cursor: query.cursor } : {}),
  };
}

export const mentionRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/mentions', validate('query', mentionQuery), async (c) => {
      const page: MentionPage = await readMentionPage(deps.read, filterOf(c.req.valid('query'), deps.now()));
      return c.json(page);
    })
    .get('/mentions.csv', validate('query', mentionQuery), (c) => {
      const { limit: _, cursor: __, ...filter } = filterOf(c.req.valid('query'), deps.now());
      c.header('Content-Type', 'text/csv; charset=utf-8');
      c.header('Content-Disposition', 'attachment; filename="tingchao-mentions.csv"');
      return stream(c, async (out) => {
        for await (const line of csvLines(tableRows(deps.read, filter))) {
          if (out.aborted) return;
          await out.write(line);
        }
      });
    })
    .get('/mentions/platforms', validate('query', rangeQuery), async (c) => {
      const { watch = null, to = deps.now(), from = to - DAY } = c.req.valid('query');
      const seen: Overview['platforms'] = await readPlatformsOf(deps.read, watch, from, to);
      return c.json(seen);
    })
    .get('/mentions/:id', validate('param', idParam), validate('query', watchQuery), async (c) => {
      const { id } = c.req.valid('param');
      const detail: MentionDetail = await readMention(deps.read, id, c.req.valid('query').watch ?? null);
      return c.json(detail);
    });
