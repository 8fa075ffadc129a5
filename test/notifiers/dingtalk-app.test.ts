import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import dingtalkApp from '../../server/notifiers/dingtalk-app.ts';
import { behavesAsChannel, type Channel, LIVE_MARKDOWN, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const TAKEN = json({ processQueryKey: 'q', invalidStaffIdList: [], flowControlledStaffIdList: [] });
const service = await openLoopback(TAKEN, ({ path }) =>
  path.startsWith('/v1.0/oauth2') ? json({ accessToken: 't-1', expireIn: 7_200 }) : null,
);
const words = ({ body }: Seen): { title: string; text: string } => JSON.parse(JSON.parse(body).msgParam);
const channel: Channel = {
  notifier: dingtalkApp,
  service,
  origin: 'https://api.dingtalk.com',
  settings: { key: 'ding1', secret: 's-1', robot: 'ding1', to: 'manager42' },
  busy: [json({ processQueryKey: 'q', flowControlledStaffIdList: ['manager42'] }), 60_000],
  passing: [json({ code: 'Throttling.Api', message: '请求过快' }, 429)],
  final: [
    json({ processQueryKey: 'q', invalidStaffIdList: ['manager42'] }),
    json({ code: 'robot.not.exist', message: '机器人不存在' }, 400),
    json({ code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', message: '没有权限' }, 403),
  ],
  size: ({ body }) => bytes(JSON.parse(body).msgParam),
  limit: 15_000,
  plain: (seen) => [words(seen).title],
  marked: { of: (seen) => [words(seen).text], live: LIVE_MARKDOWN },
};
const dinging = (way: string): Channel => ({ ...channel, settings: { ...channel.settings, urgent: way } });

describe('a message to a person by an app in DingTalk', () => {
  behavesAsChannel(channel);

  test('is Markdown to the one person, by the robot of the app', async () => {
    const { seen } = await sendTo(channel);
    expect(service.seenAside.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ['POST', '/v1.0/oauth2/accessToken', { appKey: 'ding1', appSecret: 's-1' }],
    ]);
    expect(seen.path).toBe('/v1.0/robot/oToMessages/batchSend');
    expect(seen.headers['x-acs-dingtalk-access-token']).toBe('t-1');
    const { robotCode, userIds, msgKey } = JSON.parse(seen.body);
    expect([robotCode, userIds, msgKey]).toEqual(['ding1', ['manager42'], 'sampleMarkdown']);
    expect(service.seen).toHaveLength(1);
  });

  test.each([
    ['app', 1],
    ['sms', 2],
    ['phone', 3],
  ])('is followed by a DING where that was chosen: %s', async (way, remindType) => {
    service.answers.push(TAKEN, json({ openDingId: 'd', failedList: {} }));
    const { result, seen } = await sendTo(dinging(way));
    expect(result).toMatchObject({ ok: true });
    expect(seen.path).toBe('/v1.0/robot/ding/send');
    const body = JSON.parse(seen.body);
    expect(body).toMatchObject({ robotCode: 'ding1', remindType, receiverUserIdList: ['manager42'] });
    expect(body.content).toContain('◆ 橙');
  });

  test('that arrived and woke nobody is no delivery', async () => {
    service.answers.push(TAKEN, json({ openDingId: 'd', failedList: { manager42: '额度不足' } }));
    service.answers.push(TAKEN, json({ code: 'ServiceUnavailable' }, 503));
    const told = [await sendTo(dinging('phone')), await sendTo(dinging('phone'))];
    expect(told.map(({ result }) => result)).toMatchObject([
      { ok: false, retry: false, reason: expect.stringMatching(/the call did not.*额度不足/s) },
      { ok: false, retry: true },
    ]);
  });

  test('is sent once, however often the DING must be tried', async () => {
    service.answers.push(TAKEN, json({ code: 'ServiceUnavailable' }, 503));
    const { result } = await sendTo(dinging('phone'));
    const done = result.ok ? undefined : result.done;
    service.answers.push(
      json({ code: 'ServiceUnavailable' }, 503),
      json({ openDingId: 'd', failedList: {} }),
    );
    const told = [await sendTo(dinging('phone'), undefined, 10_000, done)];
    told.push(await sendTo(dinging('phone'), undefined, 10_000, done));
    expect(told.map(({ result: { ok } }) => ok)).toEqual([false, true]);
    const asked = service.seen.map(({ path }) => path.replace(/.*robot/, ''));
    expect(asked).toEqual(['/oToMessages/batchSend', '/ding/send', '/ding/send', '/ding/send']);
  });
});
