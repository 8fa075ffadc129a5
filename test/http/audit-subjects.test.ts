import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../server/core/time.ts';
import { insertAlert } from '../../server/db/alert/alerts.ts';
import type { Database } from '../../server/db/schema/schema.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { anyOf, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { type Served, serveHttp } from './serve.ts';

const by = '王敏';
const made = { created_at: 5, created_by: by };
const changed = { version: 1, changed_at: 5, changed_by: by };
const kept = { removed_at: null, removed_by: null };

/** The last line of the log: what was done, and in which words. */
async function lastLine({ db }: Served): Promise<readonly [string, string]> {
  const row = await db
    .selectFrom('audit')
    .select(['action', 'detail'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return [row.action, row.detail];
}

/** One thing of each kind that can be deleted, with its number in the address by which that is done. */
async function everything({ db, ask }: Served) {
  const row = async (table: keyof Database, values: object): Promise<number> => {
    const put = db.insertInto(table).values(values as never);
    return ((await put.returning('id' as never).executeTakeFirstOrThrow()) as { id: number }).id;
  };
  const post = async (at: string, body: object): Promise<number> => {
    const answer = await ask('POST', `/api${at}`, { body });
    expect(answer.status, `${at}: ${answer.body}`).toBe(201);
    const said = answer.json();
    return (said.row ?? said).id;
  };
  const { id: watchId } = await makeWatch(db, { name: '云川热力' }, 5);
  const alertId = await insertAlert(db, makeDraft({ watchId }), NOW);
  const statement = await row('statement', {
    alert_id: alertId,
    template: 't',
    title: '停暖致歉',
    body: '正文',
    level: 'III',
    needed: 1,
    state: 'published',
    submitted_at: 5,
    submitted_by: by,
  });
  const past = Date.now() - DAY;
  return {
    watchId,
    alertId,
    statement,
    publication: await row('statement_publication', {
      statement_id: statement,
      outlet: 'weibo',
      at: past,
      published_by: by,
      url: 'https://weibo.com/1',
    }),
    report: await row('report', {
      kind: 'daily',
      watch_id: watchId,
      from_at: 0,
      to_at: 1,
      title: '云川热力 日报',
      made_at: 5,
      made_by: by,
      snapshot_json: '{}',
      remarks_json: '{}',
      ...changed,
    }),
    crisis: await row('crisis_label', {
      ...made,
      ...kept,
      watch_id: watchId,
      name: '去年停暖',
      from_at: 0,
      to_at: HOUR,
    }),
    measure: await row('review_measure', {
      alert_id: alertId,
      what: '加派夜班',
      owner: '供热部',
      due_at: 9,
      version: 1,
      ...made,
    }),
    mapping: await row('import_mapping', {
      name: '热线工单',
      fingerprint: 'f',
      mapping_json: '{}',
      created_at: 5,
      used_at: 5,
    }),
    channel: await post('/channels', {
      kind: 'ntfy',
      name: '值班手机',
      minLevel: 'IV',
      active: true,
      settings: { topic: 'tingchao', url: 'https://ntfy.example' },
    }),
    token: await post('/ingest-tokens', { name: '供应商甲' }),
    reader: await post('/read-tokens', { name: '驾驶舱', watchIds: null }),
    feed: await post('/feeds', {
      name: '本地论坛',
      source: 'rss',
      params: { url: 'https://bbs.example/rss' },
      every: 60,
      active: false,
    }),
    annotation: await post('/annotations', {
      watchId,
      kind: 'note',
      text: '首次供暖',
      at: past,
      until: null,
      by,
    }),
    fix: await post('/fixes', {
      by,
      watchId,
      touchpoint: 'heating',
      dimension: null,
      title: '换了换热站',
      doneAt: past,
    }),
    standard: await post('/standards', {
      by,
      watchId,
      touchpoint: 'heating',
      unit: 'celsius',
      name: '室温',
      owner: '供热部',
      floor: 18,
      target: 20,
    }),
  };
}

test('the log says in words what was deleted', async () => {
  const served = await serveHttp();
  const it = await everything(served);
  const { row: standard } = await served.get(`/api/standards/${it.standard}`);
  const done: [method: string, at: string, body: object | undefined, action: string, detail: string][] = [
    ['POST', `/reports/${it.report}/remove`, { by }, 'report.remove', 'of=云川热力 日报'],
    ['POST', `/annotations/${it.annotation}/remove`, { by }, 'annotation.remove', 'of=首次供暖'],
    ['POST', `/fixes/${it.fix}/remove`, { by }, 'fix.remove', 'of=换了换热站'],
    ['POST', `/standards/${it.standard}/retire`, { by, seen: standard.mark }, 'standard.retire', 'of=室温'],
    ['POST', `/measures/${it.measure}/remove`, { by, version: 1 }, 'measure.remove', 'of=加派夜班'],
    ['POST', `/watches/${it.watchId}/crises/${it.crisis}/remove`, { by }, 'crisis.remove', 'of=去年停暖'],
    [
      'POST',
      `/alerts/${it.alertId}/statements/${it.statement}/publications/${it.publication}/remove`,
      { by, reason: '登错了' },
      'statement.unpublish',
      'of=停暖致歉\noutlet=weibo\nurl=https://weibo.com/1',
    ] as const,
    ['DELETE', `/import-mappings/${it.mapping}`, undefined, 'mapping.remove', 'of=热线工单'],
    ['DELETE', `/channels/${it.channel}`, undefined, 'channel.remove', 'of=值班手机'],
    ['DELETE', `/ingest-tokens/${it.token}`, undefined, 'token.revoke', 'of=供应商甲'],
    ['DELETE', `/read-tokens/${it.reader}`, undefined, 'read-token.revoke', 'of=驾驶舱'],
    ['DELETE', `/feeds/${it.feed}`, undefined, 'feed.remove', 'of=本地论坛'],
    ['DELETE', `/watches/${it.watchId}`, undefined, 'watch.remove', 'of=云川热力'],
  ];
  for (const [method, at, body, action, detail] of done) {
    const answer = await served.ask(method, `/api${at}`, { body });
    expect([at, answer.status < 300, answer.body]).toEqual([at, true, answer.body]);
    expect(await lastLine(served)).toEqual([action, detail]);
  }
});

test('what was renamed is told by both of its names, what keeps its name by one', async () => {
  const served = await serveHttp();
  const watch = await makeWatch(served.db, { name: '热力' }, 5);
  const rename = (name: string) =>
    served.ask('PUT', `/api/watches/${watch.id}`, {
      body: { name, rule: anyOf('停暖'), people: [], sources: [], active: true },
    });
  const answer = await rename('云川热力');
  expect([answer.status, answer.body]).toEqual([200, answer.body]);
  expect(await lastLine(served)).toEqual(['watch.change', 'of=热力\nname=云川热力\nactive=true']);
  await rename('云川热力');
  expect(await lastLine(served)).toEqual(['watch.change', 'name=云川热力\nactive=true']);
});
