import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, test } from 'vitest';
import { mustRead } from '../../server/core/message/message-template.ts';
import type { AlertView } from '../../server/core/message/notifier.ts';
import { HOUR } from '../../server/core/time.ts';
import { openNotifierIO } from '../../server/net/notifier-io.ts';
import email from '../../server/notifiers/email.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { type Mail, openMailServer as open } from './mail-server.ts';

const view: AlertView = {
  alertId: 4,
  changeId: 9,
  change: 'raised',
  level: 'II',
  subject: '供热服务',
  sentence: '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍。',
  unusual: '近 1 小时负面 86 条，平时 9 条（+08:00 同时段，28 天）',
  spread: '涉及 3 个片区',
  posts: [{ title: '<b>停暖</b>三天了', platform: '论坛', url: 'https://example.com/?a=1&b=2' }],
  steps: ['15 分钟内，舆情值班分析师：核对'],
  link: 'http://127.0.0.1/alerts/4',
  at: MONDAY,
  risk: 72,
  riskWords: '风险指数 72（66–79）',
};

/** A busy machine may answer late: only who waits for nothing waits briefly. */
const send = (
  server: string,
  {
    to = 'a@example.com, b@example.com；c@example.com',
    timeoutMs = 10_000,
    done,
  }: { to?: string; timeoutMs?: number; done?: string | undefined } = {},
) => {
  const io = openNotifierIO({ timeoutMs, now: () => MONDAY });
  const settings = { server, from: '听潮 <desk@example.com>', to };
  return email.send(email.render(view, {}), settings, io, 'delivery-17', done);
};

const refusing = (responseCode: number, message: string): SMTPServerOptions => ({
  onRcptTo: (_, __, done) => done(Object.assign(new Error(message), { responseCode })),
});

const refusingSome = (codes: Readonly<Record<string, number>>): SMTPServerOptions => ({
  onRcptTo({ address }, _, done) {
    const responseCode = codes[address];
    done(responseCode === undefined ? null : Object.assign(new Error('not now'), { responseCode }));
  },
});

/** Header lines unfolded, encoded words of UTF-8 decoded. */
function header(raw: string, name: string): string {
  const line = new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'mi').exec(raw)?.[1] ?? '';
  return line
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, text: string) => Buffer.from(text, 'base64').toString('utf8'))
    .replace(/=\?utf-8\?q\?([^?]*)\?=/gi, (_, text: string) =>
      Buffer.from(
        text
          .replace(/_/g, ' ')
          .replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8'),
    );
}

describe('email', () => {
  test('arrives at everyone, as text and HTML, with a stable id', async () => {
    const { server, mails } = await open();
    expect(await send(server)).toEqual({ ok: true, answer: '<delivery-17@example.com>' });
    expect(await send(server)).toMatchObject({ ok: true });
    const [first, second] = mails as [Mail, Mail];
    expect(first.from).toBe('desk@example.com');
    expect(first.to).toEqual(['a@example.com', 'b@example.com', 'c@example.com']);
    expect(header(first.raw, 'Message-ID')).toBe('<delivery-17@example.com>');
    expect(header(second.raw, 'Message-ID')).toBe(header(first.raw, 'Message-ID'));
    expect(header(first.raw, 'Subject')).toContain('◆ 橙 · 等级上调 · 供热服务');
    expect(first.raw).toContain('multipart/alternative');
  });

  test('says that a program wrote it and that no out-of-office note is wanted', async () => {
    const { server, mails } = await open();
    await send(server);
    const [{ raw }] = mails as [Mail];
    expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(raw, 'X-Auto-Response-Suppress')).toBe('All');
    expect(header(raw, 'X-Tingchao')).toBe('alert');
  });

  test('the mails of one alert are one conversation, those of another are not', async () => {
    const { server, mails } = await open();
    const io = openNotifierIO({ timeoutMs: 10_000, now: () => MONDAY });
    const settings = { server, from: 'desk@example.com', to: 'a@example.com' };
    const later = { ...view, changeId: 10, change: 'escalated' } as const;
    const template = mustRead({ title: '自写标题', body: '{{一句话}}' });
    await email.send(email.render(view, {}), settings, io, 'delivery-1');
    await email.send(email.render(later, {}, template), settings, io, 'delivery-2');
    await email.send(email.render({ ...view, alertId: 5 }, {}), settings, io, 'delivery-3');
    const [first, second, third] = mails.map(({ raw }) => header(raw, 'References'));
    expect(first).toMatch(/^<tingchao-alert-4-[\w.-]+@example\.com>$/);
    expect(second).toBe(first);
    expect(third).toMatch(/^<tingchao-alert-5-/);
    expect(mails.map(({ raw }) => header(raw, 'In-Reply-To'))).toEqual([first, second, third]);
  });

  test('crawled text never becomes markup', () => {
    const { html, text } = email.render(view, {});
    expect(html).not.toContain('<b>停暖');
    expect(html).toContain('&#60;b&#62;停暖');
    expect(html).toContain('href="https://example.com/?a=1&#38;b=2"');
    expect(text).toContain('<b>停暖</b>三天了');
    expect(text).toContain('平时 9 条（+08:00 同时段，28 天）');
  });

  test('shows the hours of the day before, the negative part of each in its own colour', () => {
    const hour = (at: number, negative: number, total: number) => ({
      at: MONDAY + at * HOUR,
      negative,
      total,
    });
    const { html = '' } = email.render(
      { ...view, hours: [hour(0, 0, 0), hour(1, 5, 20), hour(2, 40, 40)] },
      {},
    );
    expect(html).toContain('近 3 小时每小时条数（深色为负面），最多 40 条');
    expect([...html.matchAll(/height:(\d+)px;background/g)].map(([, height]) => Number(height))).toEqual([
      27, 9, 72,
    ]);
    expect(html).toContain('：20 条，负面 5 条');
    const quiet = email.render({ ...view, hours: [hour(0, 0, 0)] }, {});
    expect(quiet.html).not.toContain('每小时条数');
  });

  test('a refusal for good is not tried again', async () => {
    const { server } = await open(refusing(550, 'no such user'));
    expect(await send(server)).toMatchObject({
      ok: false,
      retry: false,
      reason: expect.stringContaining('550'),
    });
  });

  test('a passing trouble is', async () => {
    const { server } = await open(refusing(421, 'too busy'));
    expect(await send(server)).toMatchObject({
      ok: false,
      retry: true,
      reason: expect.stringContaining('421'),
    });
  });

  test('names who was refused for good, and is delivered to the others', async () => {
    const { server, mails } = await open(refusingSome({ 'b@example.com': 550 }));
    expect(await send(server)).toEqual({
      ok: true,
      answer: expect.stringMatching(/^<delivery-17@example\.com>; refused: b@example\.com \(550 /),
    });
    expect(mails.map(({ to }) => to)).toEqual([['a@example.com', 'c@example.com']]);
  });

  test('is sent again to those alone who were refused for now', async () => {
    const codes: Record<string, number> = { 'b@example.com': 550, 'c@example.com': 452 };
    const { server, mails } = await open(refusingSome(codes));
    const first = await send(server);
    expect(first).toMatchObject({
      ok: false,
      retry: true,
      reason: expect.stringMatching(
        /for now: c@example\.com \(452 .*b@example\.com \(550 .*to a@example\.com/,
      ),
    });
    const doneBy = (result: typeof first) => ('done' in result ? result.done : undefined);
    const second = await send(server, { done: doneBy(first) });
    expect(second).toMatchObject({ ok: false, retry: true });
    delete codes['c@example.com'];
    expect(await send(server, { done: doneBy(second) })).toMatchObject({
      ok: true,
      answer: expect.stringContaining('b@example.com (550'),
    });
    expect(mails.map(({ to }) => to)).toEqual([['a@example.com'], ['c@example.com']]);
    // Everyone sees who was written to, at either try.
    for (const { raw } of mails) expect(header(raw, 'To')).toContain('a@example.com, b@example.com');
  });

  test('a server that says nothing ends at the time limit', async () => {
    const { server } = await open({ onConnect: () => undefined });
    expect(await send(server, { timeoutMs: 500 })).toMatchObject({ ok: false, retry: true });
  });

  test('nobody listening is worth another try; no recipient or no server address is not', async () => {
    expect(await send('smtp://127.0.0.1:9')).toMatchObject({ ok: false, retry: true });
    expect(await send('smtp://127.0.0.1:9', { to: ' , ' })).toEqual({
      ok: false,
      retry: false,
      reason: 'no recipient',
    });
    expect(await send('mail.example.com')).toMatchObject({ ok: false, retry: false });
  });
});
