import { describe, expect, test } from 'vitest';
import type { Alert } from '../../server/core/alert/alert.ts';
import { writePass } from '../../server/core/alert/message-pass.ts';
import { sampleView } from '../../server/core/message/message-sample.ts';
import { HOUR } from '../../server/core/time.ts';
import { getAlert, insertAlert } from '../../server/db/alert/alerts.ts';
import { type Channel, listChannels, updateChannel } from '../../server/db/channel/channels.ts';
import { closeAlert } from '../../server/flows/alert/close-alert.ts';
import { storeChange } from '../../server/flows/deliver/store-change.ts';
import ntfy from '../../server/notifiers/ntfy.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { launchBrowser } from '../support/browser.ts';
import { PASS_KEY } from '../support/make.ts';
import { makeChannel, makePerson } from '../support/make-channel.ts';
import { makeWatch } from '../support/make-watch.ts';
import { makeAccount } from './accounts.ts';
import { type Served, serveHttp } from './serve.ts';

const TOKEN = 'a-long-enough-token-for-this-test';

/** An alert behind a login, a channel that many read, and one that is somebody's. */
async function ringing(watchName = '供热') {
  const served = await serveHttp({ token: TOKEN });
  const watch = await makeWatch(served.db, { name: watchName }, Date.now());
  const alertId = await insertAlert(served.db, makeDraft({ watchId: watch.id, level: 'I' }), Date.now());
  const group = await makeChannel(served.db, { name: '值班群' });
  const own = await makeChannel(served.db, { name: '手机' });
  await makePerson(served.db, { name: '李静', channelIds: [own.id] });
  const link = (channelId: number, until = Date.now() + HOUR) =>
    `/go/${writePass(PASS_KEY, { alertId, channelId, until })}`;
  return { served, alertId, group: link(group.id), own: link(own.id), late: link(own.id, Date.now() - 1) };
}

const read = ({ ask }: Served, at: string) => ask('GET', at);
/** As a browser sends the form. */
const confirm = ({ url }: Served, at: string, by?: string, seen?: string) =>
  fetch(url + at, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...(by === undefined ? {} : { by }), ...(seen && { seen }) }),
    headers: { origin: url },
  });

test('a link shows the alert without a login, and nothing else', async () => {
  const { served, own } = await ringing();
  const page = await read(served, own);
  expect(page.status).toBe(200);
  expect(page.body).toContain('■ 红');
  expect(page.body).toContain('供热');
  expect(page.headers['cache-control']).toBe('no-store');
  expect((await read(served, '/api/alerts/1')).status).toBe(401);
});

test('whoever has the link of a group does not confirm in the name of somebody with an account', async () => {
  const { served, alertId, group } = await ringing();
  await makeAccount(served, 'Wang Min', 'admin');
  for (const by of ['Wang Min', ' wang  MIN ', 'Ｗang Min', 'Wang\u200b Min', '管理令牌', '命令行']) {
    const answer = await confirm(served, group, by);
    expect([by, answer.status]).toEqual([by, 400]);
    const page = await answer.text();
    expect(page).toContain('请登录后确认');
    expect(page).toContain('name="by"');
  }
  expect((await getAlert(served.db, alertId))?.status).toBe('open');
  expect((await confirm(served, group, '王敏')).status).toBe(303);
  expect((await getAlert(served.db, alertId))?.acknowledgedBy).toBe('王敏');
});

test('looking confirms nothing, also when a service looks before people do', async () => {
  const { served, alertId, own } = await ringing();
  await read(served, own);
  await served.ask('HEAD', own);
  expect((await getAlert(served.db, alertId))?.status).toBe('open');
});

test('whose channel it is need not say who they are', async () => {
  const { served, alertId, own } = await ringing();
  expect((await read(served, own)).body).toContain('确认收到（李静）');
  const answer = await confirm(served, own, '别人');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, own]);
  expect(await getAlert(served.db, alertId)).toMatchObject({
    status: 'acknowledged',
    acknowledgedBy: '李静',
  });
  expect((await read(served, own)).body).toContain('李静 已于');
});

test('in a group whoever confirms says who they are; the first one stays', async () => {
  const { served, alertId, group } = await ringing();
  for (const nobody of [undefined, '', '\u200b\u2060', 'x\0', '…']) {
    const unsigned = await confirm(served, group, nobody);
    expect([unsigned.status, await unsigned.text()]).toEqual([400, expect.stringContaining('没有看到署名')]);
  }
  expect((await getAlert(served.db, alertId))?.status).toBe('open');
  await confirm(served, group, '  赵磊 ');
  await confirm(served, group, '孙建国');
  expect((await getAlert(served.db, alertId))?.acknowledgedBy).toBe('赵磊');
});

test('what became graver after it was confirmed is confirmed again, as it is now', async () => {
  const { served, alertId, own, group } = await ringing();
  await confirm(served, group, '赵磊');
  const alert = (await getAlert(served.db, alertId)) as Alert;
  const change = { kind: 'graver', alertId, from: 'I', draft: { ...alert } } as const;
  const facts = { now: Date.now(), alerts: [alert], cooldown: 0 };
  await served.db.transaction().execute((tx) => storeChange(tx, change, facts));
  const { body } = await read(served, own);
  expect(body).toMatch(/赵磊 已于 .* 确认收到，之后又变严重，请再次确认。/);
  expect(body).toContain('确认收到（李静）');
  await confirm(served, own);
  expect(await getAlert(served.db, alertId)).toMatchObject({
    status: 'acknowledged',
    acknowledgedBy: '李静',
  });
  expect((await read(served, own)).body).toMatch(/李静 已于 .* 确认收到。/);
});

test('what rose after the page was opened is not confirmed by it: it is shown as it is now', async () => {
  const { served, alertId, group } = await ringing();
  const seenIn = (page: string) => /name="seen" value="(\d+)"/.exec(page)?.[1] ?? '';
  const seen = seenIn((await read(served, group)).body);
  const alert = (await getAlert(served.db, alertId)) as Alert;
  const change = { kind: 'graver', alertId, from: 'I', draft: { ...alert } } as const;
  const facts = { now: alert.changedAt + 1, alerts: [alert], cooldown: 0 };
  await served.db.transaction().execute((tx) => storeChange(tx, change, facts));
  const late = await confirm(served, group, '赵磊', seen);
  const page = await late.text();
  expect([late.status, page]).toEqual([409, expect.stringContaining('又变严重，请看过现在的情况再确认')]);
  expect(await getAlert(served.db, alertId)).toMatchObject({ status: 'open', acknowledgedBy: null });
  expect((await confirm(served, group, '赵磊', seenIn(page))).status).toBe(303);
  expect(await getAlert(served.db, alertId)).toMatchObject({
    status: 'acknowledged',
    acknowledgedBy: '赵磊',
  });
  expect((await served.db.selectFrom('audit').select('who').execute()).map(({ who }) => who)).toEqual([
    '赵磊',
  ]);
});

test('one tap on an old message confirms what it told, and nothing graver that came after', async () => {
  const { served, alertId, group } = await ringing();
  const alert = (await getAlert(served.db, alertId)) as Alert;
  const view = {
    ...sampleView('https://desk.example/alerts/1', alert.changedAt),
    confirm: served.url + group,
  };
  const message = ntfy.render(view, {}).json as { actions: { url: string; method: string; body: string }[] };
  const [tap] = message.actions;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const press = () =>
    fetch(tap?.url ?? '', { method: 'POST', redirect: 'manual', headers, body: tap?.body ?? '' });
  const change = { kind: 'graver', alertId, from: 'I', draft: { ...alert } } as const;
  const facts = { now: alert.changedAt + 1, alerts: [alert], cooldown: 0 };
  await served.db.transaction().execute((tx) => storeChange(tx, change, facts));
  expect((await press()).status).toBe(409);
  expect((await getAlert(served.db, alertId))?.status).toBe('open');
});

test('the button works from the page of an app elsewhere, where no cookie gives any power', async () => {
  const { served, alertId, group } = await ringing();
  await makeAccount(served, 'Wang Min', 'admin');
  const login = await served.ask('POST', '/api/login', { body: { token: TOKEN } });
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
  expect(cookie).toContain('=');
  const press = (at: string, by: string) =>
    fetch(served.url + at, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ by }),
      headers: { origin: 'https://ntfy.example', 'sec-fetch-site': 'cross-site', cookie },
    });
  // Neither without the seal, nor in the name of whoever is logged in, nor anywhere else.
  expect((await press(`${group}x`, 'ntfy')).status).toBe(404);
  expect((await press(group, 'Wang Min')).status).toBe(400);
  expect((await press(`/api/alerts/${alertId}/acknowledge`, 'ntfy')).status).toBe(403);
  expect((await press(`${group}/x`, 'ntfy')).status).toBe(403);
  expect((await getAlert(served.db, alertId))?.status).toBe('open');
  const pressed = await press(group, 'ntfy');
  expect([pressed.status, pressed.headers.get('access-control-allow-origin')]).toEqual([303, '*']);
  expect(await getAlert(served.db, alertId)).toMatchObject({
    status: 'acknowledged',
    acknowledgedBy: 'ntfy',
  });
});

test('a link that is too old, or was never ours, opens nothing', async () => {
  const { served, alertId, own, late } = await ringing();
  for (const link of [late, `${own}x`, '/go/1.1.1.aaaaaaaaaaaaaaaaaaaaaa', '/go/x']) {
    const page = await read(served, link);
    expect([page.status, page.body.includes('链接已失效')]).toEqual([404, true]);
    expect((await confirm(served, link, '王')).status).toBe(404);
  }
  expect((await getAlert(served.db, alertId))?.status).toBe('open');
});

test('a link is good for as long as its channel is there and in use', async () => {
  const { served, alertId, own, group } = await ringing();
  const channels = await listChannels(served.db);
  const of = (name: string) => channels.find((each) => each.name === name) as Channel;
  await updateChannel(served.db, of('值班群').id, { ...of('值班群'), active: false });
  await served.db.deleteFrom('channel').where('name', '=', '手机').execute();
  for (const link of [own, group]) {
    const page = await read(served, link);
    expect([page.status, page.body.includes('链接已失效')]).toEqual([404, true]);
    expect((await confirm(served, link, '王')).status).toBe(404);
  }
  expect((await getAlert(served.db, alertId))?.status).toBe('open');
});

test('a browser that opens the link and presses the button confirms', async () => {
  const { served, alertId, group } = await ringing();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ locale: 'zh-CN' });
    await page.goto(served.url + group);
    await page.getByLabel('署名').fill('赵磊');
    await page.getByRole('button', { name: '确认收到' }).click();
    await page.getByText('赵磊 已于').waitFor();
  } finally {
    await browser.close();
  }
  expect((await getAlert(served.db, alertId))?.acknowledgedBy).toBe('赵磊');
});

test('a form that cannot be read is told to a person, in their words', async () => {
  const { served, group } = await ringing();
  const type = 'multipart/form-data';
  const headers = { origin: served.url, 'content-type': type };
  const answer = await fetch(served.url + group, { method: 'POST', body: 'by=x', headers });
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('没有看到署名')]);
});

test('a closed alert says so and is not confirmed any more', async () => {
  const { served, alertId, group } = await ringing();
  const deps = { db: served.db, now: Date.now };
  await closeAlert(deps, { alertId, by: '王', verdict: 'closed', note: '' });
  expect((await read(served, group)).body).toContain('已经关闭');
  expect((await confirm(served, group, '赵磊')).status).toBe(303);
  expect((await getAlert(served.db, alertId))?.acknowledgedAt).toBeNull();
});

describe('in English', () => {
  const english = { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.2' };
  const HAN = /\p{Script=Han}/u;
  /** What is written in Chinese without saying so. */
  const chineseIn = (page: string) =>
    page
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replace(/<(\w+)[^>]*\slang="zh-CN"[^>]*>[\s\S]*?<\/\1>/g, '')
      .match(new RegExp(HAN, 'gu'));

  test('whose browser asks for it reads the alert, its steps and its buttons in English', async () => {
    const { served, alertId, group, own } = await ringing('Heating');
    const page = await served.ask('GET', own, { headers: english });
    expect(page.body).toContain('<html lang="en">');
    expect(page.body).toContain('■ Red');
    expect(page.body).toMatch(
      /<h1>Heating: at its worst \(2026-11-23 00:00\), 86 negative in 1 h, usually 9, now 0 mentions in 1 h, 0 negative\.<\/h1>/,
    );
    expect(page.body).toMatch(/Risk index 55 \(of 100\)/);
    expect(page.body).toContain('Confirm (李静)');
    expect(page.body).toMatch(/By [^<]*\d\d:\d\d, [\w ]+: <span lang="zh-CN">\S+/);
    // Nothing but the name of whose link it is.
    expect(chineseIn(page.body)?.join('')).toBe('李静');
    const form = (by: string) =>
      fetch(served.url + group, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ by }),
        headers: { ...english, origin: served.url },
      });
    const unsigned = await form('');
    expect([unsigned.status, await unsigned.text()]).toEqual([
      400,
      expect.stringContaining('No name was given'),
    ]);
    await makeAccount(served, 'Wang Min', 'admin');
    expect(await (await form('Wang Min')).text()).toContain('“Wang Min” has an account');
    expect((await form('Li')).status).toBe(303);
    const after = await served.ask('GET', group, { headers: english });
    expect(after.body).toMatch(/Li confirmed it at \d{4}-\d\d-\d\d \d\d:\d\d \(China time\)\./);
    expect(chineseIn(after.body)).toBeNull();
    const deps = { db: served.db, now: Date.now };
    await closeAlert(deps, { alertId, by: 'Li', verdict: 'closed', note: '' });
    expect((await served.ask('GET', group, { headers: english })).body).toContain('This alert is closed.');
    const dead = await served.ask('GET', '/go/nonsense', { headers: english });
    expect([dead.status, chineseIn(dead.body)]).toEqual([404, null]);
  });

  test('whoever chooses a language keeps it, also after confirming, whatever the browser asks for', async () => {
    const { served, group } = await ringing();
    expect((await read(served, `${group}?lang=en`)).body).toContain('<html lang="en">');
    const chinese = await served.ask('GET', `${group}?lang=zh`, { headers: english });
    expect(chinese.body).toContain('<html lang="zh-CN">');
    expect(chinese.body).toContain('href="?lang=en"');
    expect((await confirm(served, `${group}?lang=en`, 'Li')).headers.get('location')).toBe(
      `${group}?lang=en`,
    );
    // An address that was made up leads nowhere else.
    const odd = await confirm(served, `${group}?lang=//example.org`, 'Li');
    expect(odd.headers.get('location')).toBe(group);
  });
});

test('words from outside stay words', async () => {
  const { served, group } = await ringing('<script>alert(1)</script>');
  const { body } = await read(served, group);
  expect(body).not.toContain('<script>');
  expect(body).toContain('&lt;script&gt;');
});
