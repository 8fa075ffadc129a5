import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../server/core/errors.ts';
import { HOUR, MINUTE, SECOND } from '../../../server/core/time.ts';
import { addChange } from '../../../server/db/alert/alert-changes.ts';
import { updateChannel } from '../../../server/db/channel/channels.ts';
import { claimDue, enqueueDeliveries } from '../../../server/db/channel/deliveries.ts';
import { recordTry } from '../../../server/db/channel/outbox.ts';
import type { Db } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/engine/open.ts';
import { readChannelRows } from '../../../server/db/views/channel/channels.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { reopenAlert } from '../../../server/flows/alert/reopen-alert.ts';
import { commentOn } from '../../../server/flows/alert/steer-alert.ts';
import { type DeliverDeps, deliver } from '../../../server/flows/deliver/deliver.ts';
import { keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { followUp } from '../../../server/flows/deliver/follow-up.ts';
import { testChannel } from '../../../server/flows/deliver/test-channel.ts';

import email from '../../../server/notifiers/email.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { openPublicIO } from '../../notifiers/public-io.ts';
import { makePlace } from '../../support/database.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { type Reply, startReceiver } from '../../support/receiver.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

/** A receiver that gives these replies in turn, then 200. */
const receiver = (...replies: Reply[]) => startReceiver(() => replies.shift());

/** An address where somebody listened once. */
async function deadEnd(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/hook`;
}

function depsOf(stage: Stage, db: Db = stage.db): DeliverDeps {
  const now = () => stage.at;
  return {
    db,
    now,
    passKey: PASS_KEY,
    playbooks: stage.deps.playbooks,
    baseUrl: 'http://desk.example/',
    random: () => 0.5,
    notifiers: new Map([[webhook.name, webhook]]),
    io: openPublicIO({ timeoutMs: PATIENCE_MS, now }),
  };
}

/** An open alert with one delivery that waits. */
async function ringing(url: string, secret = 'a shared secret') {
  const stage = await makeStage({ cooldown: 0 });
  const channel = await stage.channel({ settings: { url, secret } });
  await stage.store(voices(12, '小区停暖了', NOW));
  await stage.look();
  return { stage, channel, deps: depsOf(stage) };
}

const rowsOf = (stage: Stage) => stage.db.selectFrom('delivery').selectAll().orderBy('id').execute();

describe('sending', () => {
  test('the message arrives signed, explains itself, and is sent once', async () => {
    const { received, url } = await receiver();
    const { stage, deps } = await ringing(url);
    expect(await deliver(deps)).toMatchObject({ sent: 1, retried: 0, failed: 0 });
    expect(await deliver(deps)).toMatchObject({ sent: 0 });
    stage.at += HOUR;
    expect(await deliver(deps)).toMatchObject({ sent: 0 });
    expect(received).toHaveLength(1);
    const { headers, body } = received[0]!;
    const stamp = headers['x-tingchao-timestamp'];
    const signature = createHmac('sha256', 'a shared secret').update(`${stamp}.${body}`).digest('hex');
    expect(headers['x-tingchao-signature']).toBe(`sha256=${signature}`);
    const message = JSON.parse(body);
    expect(message).toMatchObject({
      event: 'alert.opened',
      subject: '供热',
      link: 'http://desk.example/alerts/1',
    });
    expect(message.sentence).toContain('12');
    expect(message.posts[0].title).toContain('停暖');
    expect(message.steps.length).toBeGreaterThan(0);
    expect(await rowsOf(stage)).toMatchObject([
      { status: 'sent', sent_at: NOW, attempts: 1, answer: '200 ok' },
    ]);
  });

  test('the message tells the moment of its change, not what the alert became since', async () => {
    const { received, url } = await receiver();
    const { stage, deps } = await ringing(url);
    stage.at += MINUTE;
    await stage.store(voices(25, '停暖还中毒', stage.at));
    await stage.look();
    await deliver(deps);
    const [first, second] = received
      .map(({ body }) => JSON.parse(body))
      .sort((a, b) => a.changeId - b.changeId);
    expect([first.event, second.event]).toEqual(['alert.opened', 'alert.raised']);
    expect(first.level).not.toBe(second.level);
    expect(first.sentence).toContain('12');
  });

  test('programs hear what people do about an alert that they were told of, once, and people do not', async () => {
    const [{ received, url }, mail] = [await receiver(), await receiver()];
    const { stage, channel, deps } = await ringing(url);
    const forPeople = { ...webhook, name: 'people', follows: [] };
    const both = { ...deps, notifiers: new Map([...deps.notifiers, [forPeople.name, forPeople]]) };
    await followUp(both);
    await stage.channel({ name: '人', kind: forPeople.name, settings: { url: mail.url } });
    await deliver(both);
    const act = { alertId: 1, by: '甲' };
    await acknowledge({ db: stage.db, now: () => stage.at }, act);
    expect(await followUp(both)).toBe(1);
    expect(await followUp(both)).toBe(0);
    await deliver(both);
    await closeAlert({ db: stage.db, now: () => stage.at }, { ...act, verdict: 'closed', note: '已修好' });
    expect(await followUp(both)).toBe(1);
    await deliver(both);
    await reopenAlert({ db: stage.db, now: () => stage.at }, { ...act, note: '又停了' });
    expect(await followUp(both)).toBe(1);
    await deliver(both);
    const events = received.map(({ body }) => JSON.parse(body).event);
    expect(events).toEqual(['alert.opened', 'alert.acknowledged', 'alert.closed', 'alert.reopened']);
    expect(mail.received.every(({ body }) => JSON.parse(body).event === 'alert.opened')).toBe(true);
    expect((await rowsOf(stage)).filter((row) => row.channel_id === channel.id)).toHaveLength(4);
  });

  test('a program that cannot be told that an alert is over rings nobody else for it', async () => {
    const { url } = await receiver({ status: 200, body: 'ok' }, { status: 400 });
    const { stage, deps } = await ringing(url);
    await followUp(deps);
    await deliver(deps);
    await stage.channel({ name: '另一个', settings: { url } });
    await closeAlert(
      { db: stage.db, now: () => stage.at },
      { alertId: 1, by: '甲', verdict: 'false_alarm', note: '测试' },
    );
    await followUp(deps);
    expect(await deliver(deps)).toMatchObject({ failed: 1 });
    expect((await rowsOf(stage)).map(({ status }) => status)).toEqual(['sent', 'failed']);
  });

  test('two workers at once send each delivery once', async () => {
    const { received, url } = await receiver();
    const place = await makePlace();
    const stage = await makeStage({}, place);
    for (let i = 0; i < 6; i++) await stage.channel({ name: `渠道${i}`, settings: { url } });
    await stage.store(voices(12, '小区停暖了', NOW));
    await stage.look();
    const other = openDatabase(place);
    onTestFinished(() => other.destroy());
    const reports = await Promise.all([deliver(depsOf(stage)), deliver(depsOf(stage, other))]);
    expect(reports[0].sent + reports[1].sent).toBe(6);
    expect(received).toHaveLength(6);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(6);
  });
});

test('a mail that some were refused for now goes to those alone, also by another worker', async () => {
  const sent: string[][] = [];
  let isFull = true;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 50,
    onRcptTo({ address }, _, done) {
      const isRefused = isFull && address === 'full@example.com';
      done(isRefused ? Object.assign(new Error('mailbox full'), { responseCode: 452 }) : null);
    },
    onData(stream, { envelope }, done) {
      sent.push(envelope.rcptTo.map(({ address }) => address));
      stream.resume().on('end', () => done());
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  const server = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
  const stage = await makeStage({ cooldown: 0 });
  const to = 'duty@example.com, full@example.com';
  await stage.channel({ kind: 'email', settings: { server, from: 'desk@example.com', to } });
  await stage.store(voices(12, '小区停暖了', NOW));
  await stage.look();
  const worker = () => ({ ...depsOf(stage), notifiers: new Map([[email.name, email]]) });
  expect(await deliver(worker())).toMatchObject({ sent: 0, retried: 1 });
  const [row] = await rowsOf(stage);
  expect(row).toMatchObject({ status: 'waiting', reason: expect.stringContaining('full@example.com (452') });
  isFull = false;
  stage.at += HOUR;
  expect(await deliver(worker())).toMatchObject({ sent: 1, retried: 0 });
  expect(sent).toEqual([['duty@example.com'], ['full@example.com']]);
});

describe('when the far side repeats its key', () => {
  test.each([200, 403])('an answer of %i is kept and shown without it', async (status) => {
    const key = 'a-key-that-nobody-may-read';
    const { url } = await receiver(
      { status, body: `signed by ${key}` },
      { status, body: `signed by ${key}` },
    );
    const { stage, channel, deps } = await ringing(url, key);
    await deliver(deps);
    const tested = await testChannel(deps, { channelId: channel.id });
    const [row] = await rowsOf(stage);
    for (const told of [row?.answer ?? row?.reason, tested.ok ? tested.answer : tested.reason]) {
      expect(told).toContain('signed by •••');
      expect(told).not.toContain(key);
    }
  });
});

describe('when it does not arrive', () => {
  test('a fault of the far side is tried again, each time later, under the same key', async () => {
    const { received, url } = await receiver({ status: 503 }, { status: 502 });
    const { stage, deps } = await ringing(url);
    const pauses: number[] = [];
    for (let i = 0; i < 2; i++) {
      expect(await deliver(deps)).toMatchObject({ sent: 0, retried: 1 });
      expect(await deliver(deps)).toMatchObject({ retried: 0 });
      const next = (await rowsOf(stage))[0]!.next_at;
      pauses.push(next - stage.at);
      stage.at = next;
    }
    expect(await deliver(deps)).toMatchObject({ sent: 1 });
    expect(pauses).toEqual([22.5 * SECOND, 45 * SECOND]);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(await rowsOf(stage)).toMatchObject([{ status: 'sent', attempts: 3, reason: null }]);
  });

  test('Retry-After is honoured', async () => {
    const { url } = await receiver({ status: 429, headers: { 'retry-after': '600' } });
    const { stage, deps } = await ringing(url);
    await deliver(deps);
    expect(await rowsOf(stage)).toMatchObject([{ status: 'waiting', next_at: NOW + 10 * MINUTE }]);
  });

  test('a refusal for good fails at once, in the words of the service', async () => {
    const { received, url } = await receiver({ status: 403, body: 'token revoked' });
    const { stage, deps } = await ringing(url);
    expect(await deliver(deps)).toMatchObject({ failed: 1 });
    stage.at += HOUR;
    await deliver(deps);
    expect(received).toHaveLength(1);
    expect(await rowsOf(stage)).toMatchObject([{ status: 'failed', reason: 'HTTP 403 token revoked' }]);
  });

  test('nobody listening: eight tries over hours, then it is given up and says so', async () => {
    const { stage, deps } = await ringing(await deadEnd());
    for (let i = 0; i < 12; i++) {
      await deliver(deps);
      stage.at += HOUR;
    }
    const [row] = await rowsOf(stage);
    expect(row).toMatchObject({ status: 'failed', attempts: 8 });
    expect(row?.reason).toMatch(/gave up after 8 tries: .*ECONNREFUSED/);
  });

  test('a channel switched off after the alert holds what still waits', async () => {
    const { received, url } = await receiver();
    const { stage, channel, deps } = await ringing(url);
    await updateChannel(stage.db, channel.id, { ...channel, active: false });
    expect(await deliver(deps)).toMatchObject({ sent: 0, failed: 0 });
    expect(received).toEqual([]);
    expect(await rowsOf(stage)).toMatchObject([{ status: 'held', reason: 'channel-off' }]);
  });
});

describe('what happened to the alert while its message could not be sent', () => {
  const by = '王敏';

  test.each(['false_alarm', 'closed'] as const)('%s: it rings no more, and says why', async (verdict) => {
    const { received, url } = await receiver({ status: 503 });
    const { stage, deps } = await ringing(url);
    expect(await deliver(deps)).toMatchObject({ retried: 1 });
    stage.at += 10 * SECOND;
    await closeAlert(deps, { alertId: 1, by, verdict, note: '' });
    stage.at += HOUR;
    expect(await deliver(deps)).toMatchObject({ sent: 0, failed: 0, ended: [{ status: 'held' }] });
    expect(received).toHaveLength(1);
    expect(await rowsOf(stage)).toMatchObject([{ status: 'held', reason: 'alert-closed' }]);
    stage.at += HOUR;
    expect(await deliver(deps)).toMatchObject({ ended: [] });
  });

  test('confirmed: it is not passed on any more, what it is about is still told', async () => {
    const { received, url } = await receiver({ status: 503 });
    const { stage, deps } = await ringing(url);
    const line = { alertId: 1, from: 'IV', to: 'IV', actor: 'tingchao', note: null, inputs: {} } as const;
    for (const kind of ['escalated', 'repeated'] as const) {
      const changeId = await addChange(stage.db, { ...line, at: stage.at, kind });
      await enqueueDeliveries(stage.db, [{ alertId: 1, changeId, channelId: 1, held: null }], stage.at);
    }
    stage.at += SECOND;
    await acknowledge(deps, { alertId: 1, by });
    await deliver(deps);
    stage.at += HOUR;
    await deliver(deps);
    expect((await rowsOf(stage)).map(({ status, reason }) => [status, reason])).toEqual([
      ['sent', null],
      ['held', 'alert-confirmed'],
      ['held', 'alert-confirmed'],
      ['sent', null],
    ]);
    const events = received.map(({ body }) => JSON.parse(body).event);
    expect(events).toEqual(['alert.opened', 'alert.opened', 'alert.acknowledged']);
  });

  test('closed: what somebody says to somebody about it reaches them', async () => {
    const { received, url } = await receiver();
    const { channel, deps } = await ringing(url);
    await deliver(deps);
    const person = { name: '李静', title: '', zone: 'Asia/Shanghai', hours: null, channelIds: [channel.id] };
    await keepPerson(deps, null, person);
    await commentOn(deps, { alertId: 1, text: '@李静 请写复盘', by });
    await closeAlert(deps, { alertId: 1, by, verdict: 'closed', note: '' });
    expect(await deliver(deps)).toMatchObject({ sent: 2 });
    const events = received.map(({ body }) => JSON.parse(body).event);
    expect(events).toEqual(['alert.opened', 'alert.commented', 'alert.closed']);
  });
});

test('a message that cannot be put into words is tried again, and keeps no other waiting', async () => {
  const { received, url } = await receiver();
  const { stage, deps } = await ringing(url);
  await stage.db.updateTable('alert_change').set({ inputs_json: '{"findings":{}}' }).execute();
  stage.at += MINUTE;
  await stage.store(voices(25, '停暖还中毒', stage.at));
  await stage.look();
  expect(await deliver(deps)).toMatchObject({ sent: 1, retried: 1 });
  expect(received.map(({ body }) => JSON.parse(body).event)).toEqual(['alert.raised']);
});

describe('a worker that dies in the middle', () => {
  test('its delivery is sent by the next one when the lease has ended, not before', async () => {
    const { received, url } = await receiver();
    const { stage, deps } = await ringing(url);
    const taken = await claimDue(stage.db, NOW, NOW + 2 * MINUTE);
    expect(taken).toMatchObject({ attempts: 1 });
    expect(await deliver(deps)).toMatchObject({ sent: 0 });
    stage.at = NOW + 2 * MINUTE;
    expect(await deliver(deps)).toMatchObject({ sent: 1 });
    expect(received).toHaveLength(1);
    expect(await rowsOf(stage)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  test('what it would have recorded too late does not undo what the next one did', async () => {
    const { url } = await receiver();
    const { stage, deps } = await ringing(url);
    const taken = await claimDue(stage.db, NOW, NOW + MINUTE);
    stage.at = NOW + 2 * MINUTE;
    await deliver(deps);
    expect(await recordTry(stage.db, taken!, { status: 'failed', reason: 'late' })).toBe(false);
    expect(await rowsOf(stage)).toMatchObject([{ status: 'sent' }]);
  });
});

describe('the test message', () => {
  test('goes out once, says that nothing happened and leaves no delivery', async () => {
    const { received, url } = await receiver();
    const stage = await makeStage();
    const channel = await stage.channel({ settings: { url }, active: false });
    expect(await testChannel(depsOf(stage), { channelId: channel.id })).toEqual({
      ok: true,
      answer: '200 ok',
    });
    expect(JSON.parse(received[0]!.body)).toMatchObject({ event: 'alert.test' });
    expect(await rowsOf(stage)).toEqual([]);
  });

  test('gives back what the service said', async () => {
    const { url } = await receiver({ status: 401, body: 'who are you' });
    const stage = await makeStage();
    const channel = await stage.channel({ settings: { url } });
    const result = await testChannel(depsOf(stage), { channelId: channel.id });
    expect(result).toMatchObject({ ok: false, reason: 'HTTP 401 who are you' });
    const told = async () => (await readChannelRows(stage.db, new Map()))[0]?.lastTest;
    expect(await told()).toEqual({ at: stage.at, fault: 'HTTP 401 who are you' });
    stage.at += MINUTE;
    expect(await testChannel(depsOf(stage), { channelId: channel.id })).toMatchObject({ ok: true });
    expect(await told()).toEqual({ at: stage.at, fault: null });
    await expect(testChannel(depsOf(stage), { channelId: 99 })).rejects.toBeInstanceOf(AppError);
  });
});
