import { Hono } from 'hono';
import { AppError, notFound } from '../../core/errors.ts';
import type { Notifier } from '../../core/message/notifier.ts';
import { demandSeen } from '../../core/optimistic-lock.ts';
import type { ChannelRow } from '../../core/screens/screens.ts';
import { hideFromReaders, keepSecrets } from '../../core/settings/hidden-settings.ts';
import { readParams } from '../../core/settings/params.ts';
import { createChannel, requireChannel } from '../../db/channel/channels.ts';
import { markOfChannel, readChannelRows } from '../../db/views/channel/channels.ts';
import { editChannel } from '../../flows/deliver/edit-channel.ts';
import { queueDelivery } from '../../flows/deliver/queue-delivery.ts';
import { removeChannel } from '../../flows/deliver/remove-channel.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { channelBody, channelChange, idParam, validate } from '../validate.ts';
import { isAdmin } from '../who.ts';

/** How long a test may take. */
export const TEST_MS = 45_000;

function notifierOf(deps: HttpDeps, kind: string): Notifier {
  const notifier = deps.notifiers.get(kind);
  if (notifier === undefined) throw new AppError('unknown_channel_kind', `there is no channel kind ${kind}`);
  return notifier;
}

async function rowOf(deps: HttpDeps, id: number): Promise<ChannelRow> {
  const rows: readonly ChannelRow[] = await readChannelRows(deps.read, deps.notifiers);
  const row = rows.find((each) => each.id === id);
  if (row === undefined) throw notFound('channel', id);
  return row;
}

function forReaders({ notifiers }: HttpDeps, row: ChannelRow): ChannelRow {
  return { ...row, settings: hideFromReaders(row.settings, notifiers.get(row.kind)?.settings) };
}

const readRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/channel-kinds', (c) =>
      c.json(
        [...deps.notifiers.values()].map(
          ({ name, title, family, settings, byHand = true, templated = true }) => ({
            name,
            title,
            family,
            settings,
            byHand,
            templated,
          }),
        ),
      ),
    )
    .get('/channels', async (c) => {
      const rows: readonly ChannelRow[] = await readChannelRows(deps.read, deps.notifiers);
      return c.json(isAdmin(c) ? rows : rows.map((row) => forReaders(deps, row)));
    });

const writeRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/channels', validate('json', channelBody), async (c) => {
      const body = c.req.valid('json');
      const { settings: fields } = notifierOf(deps, body.kind);
      const settings = readParams(fields, keepSecrets(body.settings, null, fields));
      const { id } = await createChannel(deps.write, { ...body, settings }, deps.now());
      announceSettings(deps, 'channels');
      return c.json(await rowOf(deps, id), 201);
    })
    .put('/channels/:id', validate('param', idParam), validate('json', channelChange), async (c) => {
      const { id } = c.req.valid('param');
      const { seen, ...body } = c.req.valid('json');
      const { settings: fields } = notifierOf(deps, body.kind);
      const isSwitchedOff = await deps.write.transaction().execute(async (tx) => {
        const stored = await requireChannel(tx, id);
        demandSeen(markOfChannel(stored, deps.notifiers.get(stored.kind)), seen);
        const kept = stored.kind === body.kind ? stored.settings : null;
        const settings = readParams(fields, keepSecrets(body.settings, kept, fields));
        return editChannel(tx, stored, { ...body, settings }, deps.now());
      });
      if (isSwitchedOff) await queueDelivery(deps.queue);
      announceSettings(deps, 'channels');
      return c.json(await rowOf(deps, id));
    })
    .delete('/channels/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await removeChannel({ db: deps.write, now: deps.now }, id);
      await queueDelivery(deps.queue);
      announceSettings(deps, 'channels');
      return c.body(null, 204);
    })
    .post('/channels/:id/test', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await requireChannel(deps.read, id);
      const result = await deps.queue.ask('test-channel', { channelId: id }, TEST_MS);
      return c.json(result);
    });

export const channelRoutes = (deps: HttpDeps) =>
  new Hono().route('/', readRoutes(deps)).route('/', writeRoutes(deps));
