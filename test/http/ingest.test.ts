import { describe, expect, onTestFinished, test } from 'vitest';
import { writePass } from '../../server/core/alert/message-pass.ts';
import type { JobHandlers } from '../../server/core/job/job.ts';
import { sampleView } from '../../server/core/message/message-sample.ts';
import { saveMapping } from '../../server/db/import/import-mappings.ts';
import { openInbox } from '../../server/inbox.ts';
import { createLog } from '../../server/log.ts';
import { openNotifierIO } from '../../server/net/notifier-io.ts';
import email from '../../server/notifiers/email.ts';
import { createEmbeddedQueue } from '../../server/queue/embedded.ts';
import { createImportHandlers } from '../../server/worker/import-handlers.ts';
import { openMailServer } from '../notifiers/mail-server.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makeWatch } from '../support/make-watch.ts';
import { Answer, faultOf, type Served, serveHttp } from './serve.ts';

interface Door extends Served {
  readonly token: string;
  push(body: unknown, more?: { at?: string; headers?: Record<string, string> }): Promise<Answer>;
  raw(body: string, more: { at?: string; type: string }): Promise<Answer>;
}

/** The pages' server with the part of a worker that takes what comes in, and a token. */
async function openDoor(): Promise<Door> {
  const served = await serveHttp();
  const { db, bus } = served;
  const log = createLog('silent', 'worker');
  const queue = createEmbeddedQueue({ db, bus, now: Date.now, log });
  const inbox = openInbox({ dataFolder: served.folder }, db);
  const deps = { ...ingestDeps(db, { now: Date.now }), bus, queue, log, inbox };
  const refuse = () => Promise.reject(new Error('not expected here'));
  const handlers = new Proxy({}, { get: () => refuse }) as JobHandlers;
  queue.work(Object.assign(Object.create(handlers), createImportHandlers(deps)), { ingest: 1 });
  onTestFinished(() => queue.drain(1_000));
  const made = await served.ask('POST', '/api/ingest-tokens', { body: { name: '供应商甲' } });
  const { token } = made.json();
  const authorization = `Bearer ${token}`;
  return {
    ...served,
    token,
    push: (body, { at = '/api/ingest', headers = {} } = {}) =>
      served.ask('POST', at, { headers: { authorization, ...headers }, body }),
    async raw(body, { at = '/api/ingest', type }) {
      const answer = await fetch(served.url + at, {
        method: 'POST',
        headers: { authorization, 'content-type': type },
        body,
      });
      return new Answer(answer.status, {}, await answer.text());
    },
  };
}

const item = (id: string, more: object = {}) => ({
  platform: 'weibo',
  externalId: id,
  text: `暖气不热,${id}号楼`,
  author: '住在三楼的人',
  publishedAt: '2026-11-20T08:00:00+08:00',
  ...more,
});
async function posts(door: Door) {
  const rows = await door.db.selectFrom('post').selectAll().orderBy('id').execute();
  return rows.map((row) => ({ ...row, metrics: JSON.parse(row.metrics_json) }));
}

describe('pushing posts', () => {
  test('stores them, matched and pseudonymous, and says of each what became of it', async () => {
    const door = await openDoor();
    await makeWatch(door.db, {}, Date.now() - 60_000);
    const counts = { likes: 3, comments: 1 };
    const first = await door.push({ posts: [item('1', { metrics: counts, region: '广东' }), item('2')] });
    expect([first.status, first.json()]).toMatchObject([200, { received: 2, stored: 2, refused: 0 }]);
    const [one] = await posts(door);
    expect(one).toMatchObject({
      platform: 'weibo',
      external_id: 'weibo:1',
      region: '广东',
      at: Date.UTC(2026, 10, 20),
      metrics: counts,
      author: expect.stringMatching(/^h:/),
    });
    expect(await door.db.selectFrom('mention').select('post_id').execute()).toHaveLength(2);
    const again = await door.push([item('1', { metrics: { likes: 9 } }), item('2'), item('3')]);
    expect(again.json().results).toEqual([
      { index: 0, status: 'updated' },
      { index: 1, status: 'known' },
      { index: 2, status: 'stored' },
    ]);
    expect(await door.db.selectFrom('ingest_request').selectAll().execute()).toEqual([]);
  });

  test('what comes by a token is known by it, and since when it comes', async () => {
    const door = await openDoor();
    const began = Date.now();
    await door.push([item('1')]);
    await door.push([item('2', { platform: 'douyin' })]);
    const inlets = await door.db.selectFrom('inlet').selectAll().where('name', 'like', 'push%').execute();
    expect(inlets).toMatchObject([{ name: 'push #1', since: expect.any(Number) }]);
    expect(inlets[0]?.since).toBeGreaterThanOrEqual(began);
    const brought = await door.db.selectFrom('post').select(['inlet_id', 'feed_id']).execute();
    expect(brought).toEqual(Array(2).fill({ inlet_id: inlets[0]?.id, feed_id: null }));
  });

  test('ids beyond 2^53 keep their digits, sent as numbers or as words, and small ones are what they were', async () => {
    const door = await openDoor();
    const type = 'application/json';
    const numbers =
      '[{"externalId":7501109588381404711,"text":"甲"},{"externalId":7501109588381404712,"text":"乙"}]';
    const first = await door.raw(`{"posts":${numbers}}`, { type });
    expect(first.json().stored).toBe(2);
    expect((await posts(door)).map((post) => [post.external_id, post.text])).toEqual([
      ['push:7501109588381404711', '甲'],
      ['push:7501109588381404712', '乙'],
    ]);
    const words = numbers.replaceAll(/(\d{19})/g, '"$1"');
    for (const body of [numbers, words]) expect((await door.raw(body, { type })).json().known).toBe(2);
    for (const [id, fate] of [
      ['123', 'stored'],
      ['123', 'known'],
      ['"123"', 'known'],
    ] as const) {
      const small = await door.raw(`{"externalId":${id},"text":"丙"}`, { type });
      expect(small.json().results).toMatchObject([{ index: 0, status: fate }]);
    }
  });

  test('what counts as said now because it gives no time of its own, or one to come, is told so', async () => {
    const door = await openDoor();
    const year = new Date().getFullYear();
    const { results } = (
      await door.push({
        posts: [
          item('1'),
          { externalId: '2', text: '暖气不热', published_at: '2024-03-01' },
          item('3', { publishedAt: `${year + 1}-12-01T08:00:00+08:00` }),
        ],
      })
    ).json();
    expect(results.map((each: { status: string; code?: string }) => [each.status, each.code])).toEqual([
      ['stored', undefined],
      ['stored', 'no-time'],
      ['stored', 'future-time'],
    ]);
  });

  test('a bad item costs no other: 207, and 422 where not one can be used', async () => {
    const door = await openDoor();
    const mixed = await door.push({
      posts: [item('1'), { text: '' }, item('2', { publishedAt: '改天' }), 7],
    });
    expect(mixed.status).toBe(207);
    expect(mixed.json()).toMatchObject({ received: 4, stored: 1, refused: 3 });
    expect(mixed.json().results.map((each: { code?: string }) => each.code)).toEqual([
      undefined,
      'no-text',
      'bad-time',
      'not-an-object',
    ]);
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const nested = `[{"text":"丙","externalId":7501109588381404711},${deep},{"text":${deep}}]`;
    const buried = await door.raw(nested, { type: 'application/json' });
    expect([buried.status, buried.json()]).toMatchObject([207, { received: 3, stored: 1, refused: 2 }]);
    const none = await door.push({ posts: [{ text: '' }] });
    expect([none.status, faultOf(none).code]).toEqual([422, 'bad_row']);
  });

  test('a key: the same body gets the same answer, another body is refused', async () => {
    const door = await openDoor();
    const headers = { 'idempotency-key': '"b1946ac9"' };
    const first = await door.push({ posts: [item('1')] }, { headers });
    const again = await door.push({ posts: [item('1')] }, { headers: { 'idempotency-key': 'b1946ac9' } });
    expect(first.json().stored).toBe(1);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const other = await door.push({ posts: [item('2')] }, { headers });
    expect([other.status, faultOf(other).code]).toEqual([422, 'key_reused']);
    expect(await posts(door)).toHaveLength(1);
    const kept = await door.db.selectFrom('ingest_request').select(['body', 'status']).execute();
    expect(kept).toEqual([{ body: null, status: 200 }]);
    await door.db.updateTable('ingest_request').set({ status: null }).execute();
    const early = await door.push({ posts: [item('1')] }, { headers });
    expect([early.status, faultOf(early).code, early.headers['retry-after']]).toEqual([409, 'conflict', '2']);
  });

  test('what is not a batch of posts is refused in the usual shape', async () => {
    const door = await openDoor();
    const said = async (asked: Promise<Answer>) => {
      const answer = await asked;
      return [answer.status, faultOf(answer).code];
    };
    const type = 'application/json';
    expect(await said(door.raw('{"posts":[', { type }))).toEqual([400, 'bad_request']);
    expect(await said(door.raw('7', { type }))).toEqual([400, 'bad_request']);
    expect(await said(door.push({ posts: [] }))).toEqual([400, 'bad_request']);
    expect(await said(door.raw('a=b', { type: 'text/plain' }))).toEqual([415, 'unsupported_type']);
    expect(await said(door.raw(' '.repeat(5 * 1024 * 1024 + 1), { type }))).toEqual([413, 'too_large']);
    const many = Array.from({ length: 1_001 }, (_, n) => ({ text: `${n}` }));
    expect(await said(door.push(many))).toEqual([413, 'too_large']);
    expect(await said(door.push([item('1')], { at: '/api/ingest/nobody' }))).toEqual([404, 'not_found']);
    expect(await said(door.push([item('1')], { at: '/api/ingest/a%00b' }))).toEqual([400, 'bad_request']);
    const form = door.raw('x', { at: '/api/ingest/mail', type: 'multipart/form-data' });
    expect(await said(form)).toEqual([400, 'bad_request']);
    expect(await posts(door)).toEqual([]);
  });

  test('nobody comes in without a token in use', async () => {
    const door = await openDoor();
    const bare = await door.ask('POST', '/api/ingest', { body: [item('1')] });
    expect([bare.status, faultOf(bare).code]).toEqual([401, 'unauthorised']);
    expect(bare.headers['www-authenticate']).toContain('Bearer');
    const login = Buffer.from(`tingchao:${door.token}`).toString('base64');
    const basic = { authorization: `Basic ${login}` };
    expect((await door.push([item('1')], { headers: basic })).status).toBe(200);
    const [row] = await door.get('/api/ingest-tokens');
    expect(row).toMatchObject({ name: '供应商甲', hint: door.token.slice(-4), received: 1 });
    expect(row.lastUsedAt).toBeGreaterThan(Date.now() - 60_000);
    const stored = await door.db.selectFrom('ingest_token').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(door.token);
    expect((await door.ask('DELETE', `/api/ingest-tokens/${row.id}`)).status).toBe(204);
    expect((await door.push([item('2')])).status).toBe(401);
  });

  test('more than the pace allows is told how long to wait', async () => {
    const door = await openDoor();
    const all = await Promise.all(Array.from({ length: 121 }, () => door.push({ posts: [] })));
    const late = all.filter(({ status }) => status === 429);
    expect(late).toHaveLength(1);
    expect(Number(late[0]?.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('pushing what vendors send', () => {
  test('a remembered mapping reads their own shape, by dot paths', async () => {
    const door = await openDoor();
    const mapping = {
      fields: {
        id: 'note.id',
        text: 'note.desc',
        time: 'note.time',
        author: 'user.name',
        likes: 'stat.like',
      },
      platform: 'xiaohongshu',
    };
    await saveMapping(door.db, { name: '小红书推送', fingerprint: 'x', mapping }, Date.now());
    const note = { id: 'n1', desc: '暖气不热', time: 1_795_000_000 };
    const body = { code: 0, data: { list: [{ note, user: { name: '甲' }, stat: { like: '1.2万' } }] } };
    const answer = await door.push(body, { at: encodeURI('/api/ingest/小红书推送') });
    expect([answer.status, answer.json().stored]).toEqual([200, 1]);
    expect((await posts(door))[0]).toMatchObject({
      external_id: 'xiaohongshu:n1',
      text: '暖气不热',
      at: 1_795_000_000_000,
      metrics: { likes: 12_000 },
    });
  });

  test('through a mapping neighbouring ids beyond 2^53 are two posts, and their counts are counts', async () => {
    const door = await openDoor();
    const mapping = { fields: { id: 'aweme.id', text: 'aweme.desc', likes: 'likes' }, platform: 'douyin' };
    await saveMapping(door.db, { name: 'douyin', fingerprint: 'x', mapping }, Date.now());
    const of = (id: string, desc: string) => `{"aweme":{"id":${id},"desc":"${desc}"},"likes":12}`;
    const body = `{"data":{"list":[${of('7501109588381404711', '甲')},${of('7501109588381404712', '乙')}]}}`;
    const answer = await door.raw(body, { at: '/api/ingest/douyin', type: 'application/json' });
    expect(answer.json().stored).toBe(2);
    expect((await posts(door)).map((post) => [post.external_id, post.metrics])).toEqual([
      ['douyin:7501109588381404711', { likes: 12 }],
      ['douyin:7501109588381404712', { likes: 12 }],
    ]);
  });

  test('a mail becomes a post; a table in it is imported, or waits for what its columns mean', async () => {
    const door = await openDoor();
    const table = Buffer.from('评价内容,评分,评价时间\n暖气不热,1,2026-11-20 08:00\n').toString('base64');
    const mail = [
      'From: =?gb18030?B?vNc=?= <jia@example.cn>',
      'Subject: =?UTF-8?B?5pqW5rCU5LiN54Ot?=',
      'Date: Fri, 20 Nov 2026 08:00:00 +0800',
      'Message-ID: <a1@example.cn>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>三天了<script>alert(1)</script></p>',
      '--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=b.csv\r\n\r\nx,y\n1,about so many words',
      `--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n${table}`,
      '--b--',
    ].join('\r\n');
    const answer = await door.raw(mail, { at: '/api/ingest/mail', type: 'message/rfc822' });
    expect(answer.status).toBe(200);
    const files = [
      { name: 'b.csv', state: 'ready' },
      { name: 'a.csv', state: 'running' },
    ];
    expect(answer.json()).toMatchObject({ stored: 1, files });
    const state = async () => (await door.get('/api/imports')).files[0].state;
    await expect.poll(state).toBe('done');
    const [letter, review] = await posts(door);
    expect(letter).toMatchObject({
      platform: 'mail',
      external_id: 'mail:<a1@example.cn>',
      title: '暖气不热',
      text: '三天了',
      at: Date.UTC(2026, 10, 20),
      author: expect.stringMatching(/^h:/),
    });
    expect(review).toMatchObject({ text: '暖气不热', rating: 1 });
    const noMail = await door.raw('nothing of the kind', { at: '/api/ingest/mail', type: 'message/rfc822' });
    expect([noMail.status, faultOf(noMail).code]).toEqual([400, 'bad_request']);
    const form = new URLSearchParams({ email: mail }).toString();
    const type = 'application/x-www-form-urlencoded';
    expect((await door.raw(form, { at: '/api/ingest/mail', type })).json()).toMatchObject({ known: 1 });
  });

  test('takes no alert of its own for a post, nor what answers one', async () => {
    const door = await openDoor();
    const { server, mails } = await openMailServer();
    const settings = { server, from: '听潮 <desk@example.com>', to: 'press@example.com' };
    const pass = writePass(Buffer.alloc(32, 1), { alertId: 1, channelId: 2, until: Date.now() });
    const confirm = `https://desk.example.com/go/${pass}`;
    const view = { ...sampleView('https://desk.example.com/alerts/1', Date.now()), confirm };
    const io = openNotifierIO({ timeoutMs: 10_000, now: Date.now });
    await email.send(email.render(view, {}), settings, io, 'tingchao-abc-7');
    const own = mails[0]?.raw ?? '';
    const head = 'From: a@example.com\r\nSubject: 回复\r\nMessage-ID: <r1@example.com>\r\n';
    const plain = 'Content-Type: text/plain; charset=utf-8\r\n';
    const link = encodeURIComponent(confirm);
    const returned = [
      own,
      // By its first mail the whole conversation is known, and by each of its own.
      `${head}In-Reply-To: ${/^References: (.*)/m.exec(own)?.[1]?.trim()}\r\n${plain}\r\n收到`,
      `${head}References: <a@b.example> <tingchao-abc-7@example.com>\r\n${plain}\r\n收到`,
      `${head}${plain}\r\n转给你看：\r\n> ${confirm}\r\n`,
      `${head}Content-Type: text/html; charset=utf-8\r\n\r\n<a href="https://safe.example/?url=${link}">看</a>`,
    ];
    for (const mail of returned) {
      const answer = await door.raw(mail, { at: '/api/ingest/mail', type: 'message/rfc822' });
      expect([answer.status, answer.json().results]).toEqual([
        422,
        [
          {
            index: 0,
            status: 'refused',
            code: 'own-mail',
            message: expect.stringContaining('this installation'),
          },
        ],
      ]);
    }
    expect(await posts(door)).toEqual([]);
    const kept = await door.db.selectFrom('refusal').selectAll().execute();
    // One for each subject: what is refused for the same thing is counted.
    expect(kept.map(({ reason }) => reason)).toEqual(['own-mail', 'own-mail']);
    expect(JSON.stringify(kept)).not.toContain(pass);
  });

  test('takes no automatic reply for a post, but the tables in it, and what a form or a hotline sends by itself', async () => {
    const door = await openDoor();
    const push = (mail: string) => door.raw(mail, { at: '/api/ingest/mail', type: 'message/rfc822' });
    const head = 'From: a@example.com\r\nSubject: 我在休假\r\n';
    const away = await push(`${head}Auto-Submitted: auto-replied (vacation)\r\n\r\nback on Monday`);
    expect([away.status, away.json().results[0]]).toMatchObject([422, { code: 'auto-reply' }]);
    const table =
      'Content-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n正文,评分\r\n暖气不热,1\r\n';
    const report = await push(`${head}Auto-Submitted: auto-replied\r\n${table}`);
    expect(report.status).toBe(207);
    expect(report.json()).toMatchObject({ refused: 1, files: [{ name: 'a.csv', state: 'running' }] });
    for (const kind of ['no', 'auto-generated']) {
      const sent = await push(`${head}Auto-Submitted: ${kind}\r\n\r\n${kind}：暖气不热`);
      expect([sent.status, sent.json()]).toMatchObject([200, { stored: 1 }]);
    }
  });
});

describe('the charset of a push', () => {
  const json = (text: string) => JSON.stringify([item('1', { text, author: '甲' })]);
  /** A character cut in the middle, as a sender that counts bytes leaves it. */
  const cut = (text: string): Buffer => {
    const bytes = Buffer.from(json(text));
    const at = bytes.indexOf(Buffer.from('暖'));
    return Buffer.concat([bytes.subarray(0, at + 2), bytes.subarray(at + 3)]);
  };
  const gbk = Buffer.concat([
    Buffer.from('[{"platform":"weibo","externalId":"1","text":"'),
    // 暖气不热
    Buffer.from([0xc5, 0xaf, 0xc6, 0xf8, 0xb2, 0xbb, 0xc8, 0xc8]),
    Buffer.from('"}]'),
  ]);
  async function push(type: string, body: Buffer) {
    const door = await openDoor();
    const answer = await fetch(`${door.url}/api/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${door.token}`, 'content-type': type },
      body: new Uint8Array(body),
    });
    const said = JSON.parse(await answer.text());
    return {
      code: `${answer.status} ${said.error?.code ?? ''}`.trim(),
      texts: (await posts(door)).map(({ text }) => text),
    };
  }

  test.each([
    ['application/json', cut('暖气不热，三天了，没人管'), '400 bad_request'],
    ['application/json; charset=utf-8', cut('暖气不热，三天了，没人管'), '400 bad_request'],
    ['application/json; charset=UTF-8', gbk, '400 bad_request'],
    ['application/json; charset="latin-9"', Buffer.from(json('暖气不热')), '415 unsupported_type'],
  ])(
    'as %s what is damaged or unknown is refused, and nothing else is made of it',
    async (type, body, code) => {
      expect(await push(type, body)).toEqual({ code, texts: [] });
    },
  );

  test.each([
    ['application/json', gbk],
    ['application/json; charset=GBK', gbk],
    ['application/json; charset="gb18030"', gbk],
    ['application/json; charset=utf-8', Buffer.from(json('暖气不热'))],
  ])('as %s it is read as it was written', async (type, body) => {
    expect(await push(type, body)).toEqual({ code: '200', texts: ['暖气不热'] });
  });
});
