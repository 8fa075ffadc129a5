import { Hono } from 'hono';
import { AppError, notFound } from '../../core/errors.ts';
import { checkRule } from '../../core/mention/rule-check.ts';
import type { Rule } from '../../core/mention/watch.ts';
import type { WatchRow } from '../../core/screens/screens.ts';
import { readWatchRows } from '../../db/views/watches.ts';
import { createWatch, deleteWatch, requireWatch, updateWatch } from '../../db/watch/watches.ts';
import { queueRematch } from '../../flows/reading/queue-rematch.ts';
import { announceSettings } from '../announce.ts';
import { watchList } from '../answers/settings.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { cutTo } from '../reader.ts';
import { idParam, validate, watchBody, watchChange, watchPreviewBody } from '../validate.ts';

const PREVIEW_MS = 20_000;

/** Throws AppError('bad_rule') with every fault of the rule, not only the first. */
function demandGoodRule(rule: Rule): void {
  const faults = checkRule(rule);
  if (faults.length === 0) return;
  throw new AppError('bad_rule', faults.map((fault) => fault.en).join('; '), { faults });
}

function demandKnownSources(deps: HttpDeps, sources: readonly string[]): void {
  const unknown = sources.filter((source) => !deps.sources.has(source));
  if (unknown.length > 0) {
    throw new AppError('unknown_source', `there is no source ${unknown.join(', ')}`, { unknown });
  }
}

async function rowOf(deps: HttpDeps, id: number): Promise<WatchRow> {
  const rows: readonly WatchRow[] = await readWatchRows(deps.read, deps.now());
  const row = rows.find((each) => each.id === id);
  if (row === undefined) throw notFound('watch', id);
  return row;
}

/** Tells the worker to compile its rules again and to look at what is stored already. */
async function changed(deps: HttpDeps, watchId: number | null): Promise<void> {
  announceSettings(deps, 'watches');
  if (watchId !== null) await queueRematch(deps.queue, deps.write, watchId);
}

const LIST = described({
  id: 'listWatches',
  tag: 'settings',
  en: 'Watches, with how each stands',
  zh: '监测方案和各自的现状',
  limited: 'cut',
  answer: watchList,
});

export const watchRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/watches', LIST, async (c) => {
      const rows: readonly WatchRow[] = await readWatchRows(deps.read, deps.now());
      return c.json(cutTo(c, rows, (row) => row.id));
    })
    .post('/watches', validate('json', watchBody), async (c) => {
      const body = c.req.valid('json');
      demandGoodRule(body.rule);
      demandKnownSources(deps, body.sources);
      const { id } = await createWatch(deps.write, body, deps.now());
      await changed(deps, id);
      return c.json(await rowOf(deps, id), 201);
    })
    .post('/watches/preview', validate('json', watchPreviewBody), async (c) => {
      const preview = await deps.queue.ask('preview-watch', c.req.valid('json'), PREVIEW_MS);
      return c.json(preview);
    })
    .put('/watches/:id', validate('param', idParam), validate('json', watchChange), async (c) => {
      const { id } = c.req.valid('param');
      const { seen, ...body } = c.req.valid('json');
      demandGoodRule(body.rule);
      demandKnownSources(deps, body.sources);
      await updateWatch(deps.write, id, body, deps.now(), seen);
      await changed(deps, id);
      return c.json(await rowOf(deps, id));
    })
    .delete('/watches/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await requireWatch(deps.read, id);
      await deleteWatch(deps.write, id);
      await changed(deps, null);
      return c.body(null, 204);
    });
