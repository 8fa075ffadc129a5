import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { momentWord } from '../../../server/core/quantity-words.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { readAlertScreen } from '../../../server/db/views/alert/alert.ts';
import { readAlertRows } from '../../../server/db/views/alert/alerts.ts';
import { readCurrentMessage } from '../../../server/db/views/alert/message.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { recordFacts } from '../../../server/flows/alert/record-facts.ts';
import { deliver } from '../../../server/flows/deliver/deliver.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { followUp } from '../../../server/flows/deliver/follow-up.ts';
import email from '../../../server/notifiers/email.ts';
import ntfy from '../../../server/notifiers/ntfy.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { openPublicIO } from '../../notifiers/public-io.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startReceiver } from '../../support/receiver.ts';
import { makeStage, quietWeeks, type Stage, voices } from '../alert/alert-stage.ts';

/** A receiver whose messages are read as JSON. */
async function startListener() {
  const heard: Record<string, unknown>[] = [];
  const { url } = await startReceiver(({ body }) => {
    heard.push(JSON.parse(body));
    return { status: 200 };
  });
  return { heard, url };
}

/** A real mail server on loopback; its mails in plain words. */
async function mailServer() {
  const mails: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 50,
    onData(stream, _, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString();
        const [, plain = ''] = /text\/plain.*?\r\n\r\n(.*?)\r\n--/s.exec(raw) ?? [];
        mails.push(Buffer.from(plain, 'base64').toString());
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  return { mails, server: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}` };
}

/** A storm that rang, and three hours later hardly anybody speaks of it any more; nobody confirmed it. */
async function afterStorm() {
  const stage = await makeStage({ cooldown: 0 });
  const [hook, push, mail] = [await startListener(), await startListener(), await mailServer()];
  await stage.channel({ kind: 'webhook', name: '系统', settings: { url: hook.url, secret: '' } });
  await stage.channel({ kind: 'ntfy', name: '手机', settings: { topic: 'duty', url: push.url } });
  await stage.channel({
    kind: 'email',
    name: '邮件',
    settings: { server: mail.server, from: 'desk@example.com', to: 'duty@example.com' },
  });
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(90, '停暖三天,老人中毒', NOW));
  await stage.look();
  await send(stage);
  stage.at += 3 * HOUR;
  await stage.store(voices(4, '还在停暖', stage.at));
  await stage.look();
  const clear = () => {
    for (const heard of [hook.heard, push.heard, mail.mails]) heard.splice(0);
  };
  return { stage, hook: hook.heard, push: push.heard, mails: mail.mails, clear };
}

const send = (stage: Stage) =>
  deliver({
    db: stage.db,
    now: () => stage.at,
    passKey: PASS_KEY,
    playbooks: stage.deps.playbooks,
    baseUrl: 'http://desk.example/',
    random: () => 0.5,
    notifiers: new Map([webhook, ntfy, email].map((each) => [each.name, each])),
    io: openPublicIO({ timeoutMs: PATIENCE_MS, now: () => stage.at }),
  });

const flow = (stage: Stage) => ({ db: stage.db, now: () => stage.at });

const WORST = `最重时（${momentWord(NOW)}）近 1 小时负面 90 条`;
const clock = (at: number) => momentWord(at).replace(/^.* /, '');
const nowIs = (at: number, negative: number) =>
  `现在（${clock(at)}）近 1 小时提及 ${negative} 条、负面 ${negative} 条`;

describe('a message hours after the storm', () => {
  test('says by every way when it was at its worst, what is said now, and the same as the page', async () => {
    const { stage, hook, push, mails, clear } = await afterStorm();
    expect(hook).toMatchObject([{ event: 'alert.opened', sentence: expect.stringContaining('负面 90 条') }]);
    expect(String(hook[0]?.sentence)).not.toMatch(/最重时|现在/);
    clear();
    await escalate(flow(stage));
    await send(stage);
    const told = [String(hook[0]?.sentence), String(push[0]?.message), mails[0] ?? ''];
    expect(hook[0]?.event).toBe('alert.escalated');
    for (const words of told) {
      expect(words).toContain('发出 3 小时无人确认');
      expect(words).toContain(WORST);
      expect(words).toContain(nowIs(stage.at, 4));
      // Nowhere does the number of then stand as if it were of now.
      expect(
        words.replaceAll(WORST, '').replaceAll(/最重时（[^）]*）近 1 小时负面 90 条/g, ''),
      ).not.toContain('90 条');
    }
    const row = (await readAlertRows(stage.db, { status: 'open', playbooks: [], now: stage.at }))[0];
    expect(told[0]).toContain(row?.sentence);
    const screen = await readAlertScreen(stage.db, 1, [], stage.at);
    expect(screen?.row.sentence).toBe(row?.sentence);
    expect(row).toMatchObject({
      worst: { at: NOW, main: { observed: 90 } },
      lately: { total: 4, negative: 4 },
    });
    const alert = await getAlert(stage.db, 1);
    const opened = alert && (await readCurrentMessage(stage.db, alert, [], stage.at));
    expect(opened?.sentence).toBe(row?.sentence);
  });

  test('a fact that people verify long after raises it with the numbers of then and of now', async () => {
    const { stage, hook, clear } = await afterStorm();
    clear();
    stage.at += 30 * HOUR;
    await stage.look();
    await recordFacts(flow(stage), { alertId: 1, by: '王', records: { dead: 1 } });
    await stage.look();
    await send(stage);
    expect(hook.map(({ event }) => event)).toEqual(['alert.raised']);
    expect(hook[0]?.sentence).toContain(WORST);
    expect(hook[0]?.sentence).toContain(nowIs(stage.at, 0));
  });

  test('once it is closed programs hear when it was at its worst, and the list says so', async () => {
    const { stage, hook, clear } = await afterStorm();
    await followUp({ ...flow(stage), notifiers: new Map([[webhook.name, webhook]]) });
    clear();
    await closeAlert(flow(stage), { alertId: 1, by: '王', verdict: 'closed', note: '已恢复' });
    await followUp({ ...flow(stage), notifiers: new Map([[webhook.name, webhook]]) });
    await send(stage);
    expect(hook.map(({ event }) => event)).toEqual(['alert.closed']);
    expect(hook[0]?.sentence).toMatch(new RegExp(`^供热：${WORST.replace(/[()]/g, '.')}[^现]*。$`));
    const [row] = await readAlertRows(stage.db, { status: 'all', playbooks: [], now: stage.at + 48 * HOUR });
    expect([row?.sentence.includes(WORST), row?.lately]).toEqual([true, null]);
  });

  test('while it grows the newest is the worst, and is told alone', async () => {
    const { stage, hook, clear } = await afterStorm();
    clear();
    stage.at += 10 * MINUTE;
    await stage.store(voices(150, '又停暖了', stage.at));
    await stage.look();
    stage.at += 5 * MINUTE;
    await escalate(flow(stage));
    await send(stage);
    const words = hook.map(({ sentence }) => String(sentence)).join('\n');
    expect(words).not.toContain('最重时');
    expect(words).toMatch(/负面 15\d 条/);
    const [row] = await readAlertRows(stage.db, { status: 'open', playbooks: [], now: stage.at });
    expect([row?.worst, row?.lately]).toEqual([null, null]);
  });
});
