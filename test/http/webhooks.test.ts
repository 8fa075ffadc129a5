import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AlertChangeKind } from '../../server/core/alert/alert.ts';
import { isFollowed, isOver } from '../../server/core/alert/change-kinds.ts';
import { ALERT_EVENTS } from '../../server/core/message/alert-view.ts';
import { sampleView } from '../../server/core/message/message-sample.ts';
import { type FeedTrouble, NOTICE_EVENTS } from '../../server/core/message/notice.ts';
import { alertBody } from '../../server/core/message/webhook-body.ts';
import type { HeldAlert } from '../../server/core/notices/held-notice.ts';
import type { AnyNotice } from '../../server/core/notices/notice-kinds.ts';
import type { NoticeTrouble } from '../../server/core/notices/trouble-notice.ts';
import { HOUR, MINUTE } from '../../server/core/time.ts';
import { addChange } from '../../server/db/alert/alert-changes.ts';
import { insertAlert } from '../../server/db/alert/alerts.ts';
import { enqueueDeliveries } from '../../server/db/channel/deliveries.ts';
import { enqueueNotice } from '../../server/db/channel/notices.ts';
import { deliver } from '../../server/flows/deliver/deliver.ts';
import { testChannel } from '../../server/flows/deliver/test-channel.ts';
import webhook from '../../server/notifiers/webhook.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { makeStage, voices } from '../flows/alert/alert-stage.ts';
import { json, openLoopback, type Seen } from '../notifiers/loopback.ts';
import { openPublicIO } from '../notifiers/public-io.ts';
import { NOW, PASS_KEY } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { serveHttp } from './serve.ts';

const SECRET = 'a shared secret';
const receiver = await openLoopback(json({}));

interface Hook {
  readonly post: {
    readonly parameters: readonly {
      readonly name: string;
      readonly required: boolean;
      readonly schema: { readonly pattern?: string };
    }[];
    readonly requestBody: {
      readonly content: Record<string, { readonly schema: { readonly $ref: string } }>;
    };
    readonly responses: Record<string, unknown>;
  };
}
type Shape = z.core.JSONSchema.JSONSchema;
interface Document {
  readonly webhooks: Record<string, Hook>;
  readonly components: { readonly schemas: Record<string, Shape> };
}

async function readDocument(): Promise<Document> {
  return (await serveHttp()).get('/api/openapi.json');
}

const shapeOf = ({ components }: Document, { post }: Hook): Shape => {
  const { $ref } = post.requestBody.content['application/json']?.schema ?? { $ref: '' };
  return components.schemas[$ref.split('/').at(-1) ?? ''] as Shape;
};

/** The shape as it is published, and nothing besides what it names: what receivers generate from it misses no field. */
const closed = (shape: Shape): Shape => {
  const { properties, items, anyOf, additionalProperties, ...rest } = shape as Record<string, never> & Shape;
  return {
    ...rest,
    ...(items && { items: closed(items as Shape) }),
    ...(anyOf && { anyOf: (anyOf as Shape[]).map(closed) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, Shape>).map(([name, each]) => [name, closed(each)]),
      ),
      // What is said to be open stays so.
      additionalProperties: additionalProperties ?? Object.keys(properties).length === 0,
    }),
  } as Shape;
};

/** Which of the published webhooks a body is by its event. */
const eventsOf = (shape: Shape): readonly string[] => {
  const { enum: several, const: one } = (shape.properties?.event ?? {}) as {
    enum?: string[];
    const?: string;
  };
  return several ?? (one === undefined ? [] : [one]);
};

/** An installation with a hook, from which each of these things is really told. */
async function telling() {
  const stage = await makeStage({ cooldown: 0 });
  const { db } = stage;
  const channel = await stage.channel({ settings: { url: `${receiver.url}/hook`, secret: SECRET } });
  await stage.store(voices(12, '小区停暖了', NOW));
  const posts = await db.selectFrom('post').select('id').limit(3).execute();
  const examples = posts.map(({ id }) => id);
  const now = () => stage.at;
  const baseUrl = 'http://desk.example';
  const io = openPublicIO({ timeoutMs: PATIENCE_MS, now });
  const notifiers = new Map([[webhook.name, webhook]]);
  const { playbooks } = stage.deps;
  const send = () =>
    deliver({ db, now, passKey: PASS_KEY, playbooks, baseUrl, random: () => 0.5, notifiers, io });
  const INPUTS = {
    escalated: { escalation: { count: 1, waited: 10 * MINUTE, step: '值班长', people: ['李静'] } },
    repeated: { repeating: { count: 2, waited: HOUR } },
    assigned: { asked: { by: '王敏', to: '李静' } },
    commented: { asked: { by: '王敏', to: null } },
    'statement-submitted': { asked: { by: '王敏', to: null } },
  } as const;
  const change = async (alertId: number, kind: AlertChangeKind) => {
    const note = kind === 'commented' ? '请看一下' : null;
    const inputs = { examples, ...(INPUTS[kind as keyof typeof INPUTS] ?? {}) };
    const said = { from: 'III', to: 'III', actor: '王敏', note, inputs } as const;
    const id = await addChange(db, { alertId, at: stage.at, kind, ...said });
    await enqueueDeliveries(db, [{ alertId, changeId: id, channelId: channel.id, held: null }], stage.at);
  };
  return {
    db,
    channel,
    send,
    /** An alert that the channel knows changes so. */
    async tell(kind: AlertChangeKind): Promise<void> {
      // Of one watch there is one open alert.
      const watch = await makeWatch(db, { name: `供热 ${kind}` }, NOW);
      const draft = makeDraft({ watchId: watch.id, examples });
      const alertId = await insertAlert(db, draft, stage.at);
      await change(alertId, 'opened');
      await send();
      stage.at += MINUTE;
      if (kind === 'opened') return;
      const answered = {
        ...(kind === 'acknowledged' && { status: 'acknowledged' as const, acknowledged_at: stage.at }),
        ...(isOver(kind as 'closed') && { status: 'closed' as const, closed_at: stage.at }),
      };
      if (Object.keys(answered).length > 0)
        await db.updateTable('alert').set(answered).where('id', '=', alertId).execute();
      await change(alertId, kind);
      await send();
    },
    async notice(notice: AnyNotice): Promise<void> {
      await enqueueNotice(db, { ...notice, at: stage.at }, [channel.id]);
      await send();
    },
    test: (template?: { readonly title: string; readonly body: string }) =>
      testChannel({ db, notifiers, io, baseUrl, now }, { channelId: channel.id, template }),
  };
}

const feed: FeedTrouble = {
  feedId: 1,
  incidentId: 2,
  name: '本地论坛',
  health: 'walled',
  reason: 'login-wall',
  openedAt: NOW - HOUR,
  lastOkAt: NOW - 2 * HOUR,
};
const trouble: NoticeTrouble = {
  subject: 'detect',
  troubleId: 3,
  openedAt: NOW - HOUR,
  kind: 'queue-behind',
  detail: { kind: 'detect', waiting: 4, oldestMs: HOUR },
};
const heldAlert: HeldAlert = {
  alertId: 4,
  changeId: 9,
  watchName: '供热',
  level: 'III',
  sentence: '负面 12 条。',
  firstAt: NOW - HOUR,
  changes: 2,
  status: 'open',
  levelNow: 'II',
};
const NOTICES: readonly AnyNotice[] = [
  { down: [feed, { ...feed, feedId: 2, incidentId: 3, reason: null, lastOkAt: null }], up: [], at: NOW },
  { down: [], up: [feed, { ...feed, paused: true }], at: NOW },
  { troubles: { began: [trouble], over: [] }, at: NOW },
  { troubles: { began: [], over: [trouble] }, at: NOW },
  {
    held: [heldAlert],
    why: ['quiet-hours'],
    counts: { III: 1 },
    notices: [{ title: '磁盘快满了', at: NOW }],
    at: NOW,
  },
  {
    brief: {
      kind: 'daily',
      from: NOW - 24 * HOUR,
      to: NOW,
      alerts: [],
      stories: [],
      feedsDown: 1,
      watches: [{ name: '供热', mentions: 40, negative: 9, mentionsBefore: 20, negativeBefore: 2 }],
    },
    at: NOW,
  },
  { drill: { id: 5, title: '供热中断', by: '王敏', speed: 4, minutes: 60 }, at: NOW },
  { device: { name: '李静的手机', owner: '李静', isOwnerTold: false }, at: NOW },
];

/** Every field of a shape, by the path to it, with those of the shapes that it names. */
function fieldsOf(document: Document, shape: unknown, path = ''): readonly (readonly [string, Shape])[] {
  if (typeof shape !== 'object' || shape === null) return [];
  const {
    $ref,
    properties = {},
    items,
    anyOf = [],
  } = shape as Record<string, never> & {
    readonly $ref?: string;
    readonly properties?: Record<string, Shape>;
    readonly items?: Shape;
    readonly anyOf?: readonly Shape[];
  };
  if ($ref !== undefined)
    return fieldsOf(document, document.components.schemas[$ref.split('/').at(-1) ?? ''], path);
  return [
    ...Object.entries(properties).flatMap(([name, each]) => [
      [`${path}.${name}`, each] as const,
      ...fieldsOf(document, each, `${path}.${name}`),
    ]),
    ...fieldsOf(document, items, `${path}[]`),
    ...anyOf.flatMap((each) => fieldsOf(document, each, path)),
  ];
}

const typesOf = ({ type, anyOf = [] }: Shape): readonly unknown[] =>
  [type, ...anyOf.map((each) => (each as Shape).type)].filter(
    (each) => each !== undefined && each !== 'null',
  );

test('a time is told in one way: ISO 8601 where we post, epoch milliseconds where we are read', async () => {
  const document = await readDocument();
  const isTime = ([path]: readonly [string, unknown]) => /(\.at|At|\.since|\.until)(\[\])?$/.test(path);
  const posted = Object.values(document.webhooks).flatMap((hook) =>
    fieldsOf(document, shapeOf(document, hook)),
  );
  const times = posted.filter(isTime);
  expect(times.map(([path]) => path)).toEqual(expect.arrayContaining(['.at', '.hours[].at', '.openedAt']));
  for (const [path, shape] of times) expect([path, typesOf(shape)]).toEqual([path, ['string']]);
  const hooks = Object.values(document.webhooks).map((hook) => shapeOf(document, hook));
  const read = Object.values(document.components.schemas)
    .filter((shape) => !hooks.includes(shape))
    .flatMap((shape) => fieldsOf(document, shape))
    // What is pushed to us may be written in either way.
    .filter(([path]) => path !== '.posts[].publishedAt')
    .filter(isTime);
  expect(read.length).toBeGreaterThan(20);
  for (const [path, shape] of read) expect([path, typesOf(shape)]).toEqual([path, ['integer']]);
});

describe('webhooks in the document of the API', () => {
  test('whatever is really sent, in every kind of event, is as it is published', async () => {
    const document = await readDocument();
    const hook = await telling();
    const changes = ALERT_EVENTS.filter((kind) => kind !== 'test');
    for (const kind of changes) await hook.tell(kind);
    for (const notice of NOTICES) await hook.notice(notice);
    expect(await hook.test()).toMatchObject({ ok: true });
    expect(await hook.test({ title: '试一试', body: '试一试' })).toMatchObject({ ok: true });

    const published = Object.values(document.webhooks).map((each) => shapeOf(document, each));
    const seen = new Set<string>();
    for (const { body, method } of receiver.seen) {
      const said = JSON.parse(body) as { event: string };
      const shape = published.find((each) => eventsOf(each).includes(said.event));
      expect(shape, said.event).toBeDefined();
      const read = z.fromJSONSchema(closed(shape as Shape)).safeParse(said);
      expect([said.event, read.error?.issues ?? []]).toEqual([said.event, []]);
      expect(method).toBe('POST');
      seen.add(said.event);
    }
    // Every event that is published was sent, and every one there is was published.
    const all = [...ALERT_EVENTS.map((change) => `alert.${change}`), ...NOTICE_EVENTS].sort();
    expect([...seen].sort()).toEqual(all);
    expect(published.flatMap(eventsOf).sort()).toEqual(all);
    expect(changes.filter(isFollowed).length).toBeGreaterThan(3);
  });

  test('headers are as published, the signature with a secret only', async () => {
    const document = await readDocument();
    const hook = await telling();
    await hook.tell('opened');
    await hook.notice(NOTICES[0] as AnyNotice);
    await hook.db
      .updateTable('channel')
      .set({ settings_json: JSON.stringify({ url: receiver.url }) })
      .execute();
    await hook.notice(NOTICES[1] as AnyNotice);
    expect(receiver.seen).toHaveLength(3);
    for (const { post } of Object.values(document.webhooks)) {
      for (const [at, { headers }] of receiver.seen.entries())
        for (const { name, required, schema } of post.parameters) {
          const value = headers[name.toLowerCase()];
          if (required || at < 2) expect(value, name).toMatch(new RegExp(schema.pattern ?? '.'));
          else expect(value, name).toBeUndefined();
        }
      expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['2XX', '429', '5XX', 'default']));
    }
    const { headers, body } = receiver.seen[0] as Seen;
    const signed = createHmac('sha256', SECRET)
      .update(`${headers['x-tingchao-timestamp']}.${body}`)
      .digest('hex');
    expect(headers['x-tingchao-signature']).toBe(`sha256=${signed}`);
    const keys = receiver.seen.map((each) => each.headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
  });

  test('a body with a field more, a field less or a time of another kind is not what is published', async () => {
    const document = await readDocument();
    const shape = z.fromJSONSchema(closed(shapeOf(document, document.webhooks.alert as Hook)));
    const { hours: _, ...view } = sampleView('http://desk.example/alerts/1', NOW);
    const body = alertBody(view);
    const { risk: __, ...less } = body;
    const takes = (value: object) => shape.safeParse(JSON.parse(JSON.stringify(value))).success;
    expect([body, { ...body, more: 1 }, less, { ...body, at: NOW }].map(takes)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
