import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import webPush from 'web-push';
import { AppError } from '../../server/core/errors.ts';
import type { Params } from '../../server/core/feed/source.ts';
import { mustRead, STANDARD_TEXT } from '../../server/core/message/message-template.ts';
import { noticeView } from '../../server/core/message/notice.ts';
import {
  type AlertView,
  CHANNEL_FAMILIES,
  type Notifier,
  type NotifierIO,
} from '../../server/core/message/notifier.ts';
import { readParams } from '../../server/core/settings/params.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { long } from '../notifiers/channel-alerts.ts';
import { makeDevice } from '../notifiers/push-device.ts';

const folder = new URL('../../server/notifiers/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();

const alert: AlertView = {
  alertId: 4,
  changeId: 9,
  change: 'raised',
  level: 'II',
  subject: '供热<script>alert(1)</script>',
  sentence: '供热服务：近 1 小时负面 86 条\r\nBcc: someone@example.com',
  unusual: '平时 9 条 & 更少',
  spread: '',
  posts: [
    { title: '<img src=x onerror=alert(1)>', platform: '论坛', url: 'javascript:alert(1)' },
    { title: '停暖', platform: '"微博"', url: 'https://example.com/?a=1&b="2"' },
  ],
  steps: ['15 分钟内，舆情值班分析师：核对'],
  link: 'http://127.0.0.1:8080/alerts/4',
  at: MONDAY,
  risk: 72.4,
  riskWords: '风险指数 72',
};
const down = { feedId: 1, incidentId: 2, health: 'walled', reason: 'login-wall', openedAt: MONDAY } as const;
const notice = noticeView(
  {
    down: [{ ...down, name: '论坛<script>\r\nBcc: x@example.com', lastOkAt: MONDAY - 60_000 }],
    up: [],
    at: MONDAY,
  },
  'http://127.0.0.1:8080',
);
const settings: Params = {
  url: 'https://example.com/hook',
  server: 'smtp://h',
  from: 'a@b.cn',
  to: 'c@d.cn',
  secret: 's',
  token: 'SCT1abc',
  key: 'k',
  topic: 'alerts',
  chat: '-100200300',
  endpoint: 'https://push.example/1',
  contact: 'https://desk.example',
  ...makeDevice().keys,
  ...webPush.generateVAPIDKeys(),
};

/** What a team might write that has not read a word of the manual: no level, no link, far too much. */
const CARELESS = mustRead({
  title: '云川 **值班** {{主体}}',
  body: `<b>严禁</b>](http://e.cn)\n{{一句话}}\n{{帖子}}\n${'值班电话 010\n'.repeat(40)}`,
});

/** What a service answers when it has taken a message, where that is not told by the status alone. */
const GOOD: Readonly<Record<string, string>> = {
  bark: '{"code":200}',
  'push-plus': '{"code":200}',
  feishu: '{"code":0}',
  'server-chan': '{"code":0}',
  dingtalk: '{"errcode":0}',
  wecom: '{"errcode":0}',
  'aliyun-sms': '{"Code":"OK"}',
  'aliyun-voice': '{"Code":"OK"}',
  'wecom-app': '{"errcode":0,"access_token":"t","expires_in":7200}',
  'feishu-app': '{"code":0,"tenant_access_token":"t","expire":7200}',
  'dingtalk-app': '{"accessToken":"t","expireIn":7200}',
  'tencent-sms': '{"Response":{"SendStatusSet":[{"Code":"Ok"}]}}',
  'tencent-voice': '{"Response":{"SendStatus":{"CallId":"c-1"}}}',
};

function io(name: string, fail?: unknown): NotifierIO {
  const act = <T>(value: T): Promise<T> =>
    fail === undefined ? Promise.resolve(value) : Promise.reject(fail);
  return {
    now: () => MONDAY,
    tokens: new Map(),
    request: () => act({ status: 200, headers: {}, body: GOOD[name] ?? 'ok' }),
    mail: (_, { envelopeTo }) => act({ taken: envelopeTo, refused: [] }),
  };
}

describe.each(files)('notifier %s', async (file) => {
  const notifier = ((await import(new URL(file, folder).href)) as { default: Notifier }).default;

  test('is named like its file, and its settings can be drawn in both languages', () => {
    expect(`${notifier.name}.ts`).toBe(file);
    const names = notifier.settings.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    expect(CHANNEL_FAMILIES).toContain(notifier.family);
    for (const { label } of [
      ...notifier.settings.map((f) => ({ label: f.label })),
      { label: notifier.title },
    ]) {
      expect(label.zh && label.en).toBeTruthy();
    }
  });

  test.runIf(notifier.byHand !== false)('an address that is none is refused before it is kept', () => {
    for (const field of notifier.settings.filter(({ name }) => URL.canParse(String(settings[name] ?? '')))) {
      expect(
        readParams([field], settings[field.name] ? { [field.name]: settings[field.name]! } : {}),
      ).toEqual({
        [field.name]: settings[field.name],
      });
      for (const wrong of [
        '随便写的',
        'oapi.dingtalk.com/robot/send?access_token=1',
        'https://',
        'ftp://h/x',
      ])
        expect(() => readParams([field], { [field.name]: wrong })).toThrow(/must be an (http|smtp)/);
    }
  });

  test('renders the same message every time, on one subject line, with no markup from outside', () => {
    const message = notifier.render(alert, settings);
    expect(notifier.render(alert, settings)).toEqual(message);
    expect(message.subject).not.toMatch(/[\r\n]/);
    expect(message.html ?? '').not.toMatch(/<script|<img|javascript:/i);
    expect(message.subject).toContain('◆ 橙');
  });

  test.runIf(notifier.templated !== false)(
    'worded by a template it still says how grave it is, leads on and fits',
    () => {
      const message = notifier.render(long, settings, CARELESS);
      expect(notifier.render(long, settings, CARELESS)).toEqual(message);
      expect(message.subject).toMatch(/^◆ 橙 · 云川 \*\*值班\*\* /);
      const sent = message.html ?? JSON.stringify(message.json);
      expect(sent).toContain(long.link);
      expect(sent).toContain('供热服务：小区停暖');
      expect(message.html ?? '').not.toContain('<b>');
      if (message.fit) expect(message.fit.used).toBeLessThanOrEqual(message.fit.limit);
      // Written out, the standard says what is said without any; a mail has one of its own, with the chart.
      const plain = notifier.render(alert, settings, mustRead(STANDARD_TEXT));
      if (notifier.family === 'chat' || notifier.family === 'phone')
        expect(plain).toEqual(notifier.render(alert, settings));
      expect(mustRead(notifier.standard ?? STANDARD_TEXT).lines.length).toBeGreaterThan(5);
    },
  );

  test('says of a source out of order what it is, since when and what to do, without a level', () => {
    const message = notifier.renderNotice(notice, settings);
    expect(notifier.renderNotice(notice, settings)).toEqual(message);
    expect(message.subject).not.toMatch(/[\r\n●▲◆■]/);
    expect(message.subject).toContain('来源失效');
    expect(message.text).toContain('对方要求登录，最后一次读到是');
    expect(message.html ?? '').not.toMatch(/<script|<img/i);
  });

  test('what arrives is ok, what breaks is tried again, what is misconfigured is not', async () => {
    const message = notifier.render(alert, settings);
    expect(await notifier.send(message, settings, io(notifier.name), 'd-1')).toMatchObject({ ok: true });
    expect(
      await notifier.send(message, settings, io(notifier.name, new Error('connect ECONNREFUSED')), 'd-1'),
    ).toEqual({
      ok: false,
      retry: true,
      reason: 'connect ECONNREFUSED',
    });
    expect(
      await notifier.send(message, settings, io(notifier.name, new AppError('bad_params', 'no')), 'd-1'),
    ).toMatchObject({
      ok: false,
      retry: false,
    });
  });
});
