import { describe, expect, test } from 'vitest';
import aliyunSms from '../../server/notifiers/aliyun-sms.ts';
import aliyunVoice from '../../server/notifiers/aliyun-voice.ts';
import { signAliyun } from '../../server/notifiers/shared/aliyun.ts';
import { mobileOf, worldwideOf } from '../../server/notifiers/shared/cloud-phone.ts';
import { signTencent } from '../../server/notifiers/shared/tencent.ts';
import tencentSms from '../../server/notifiers/tencent-sms.ts';
import tencentVoice from '../../server/notifiers/tencent-voice.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { long, notice } from './channel-alerts.ts';
import { type Channel, sendAgainst, sendTo } from './channel-behaviour.ts';
import { type Answer, json, openLoopback, reset, type Seen, stall } from './loopback.ts';

const KEY = { id: 'LTAI-1', secret: 'a secret' };
const settings = {
  ...KEY,
  mobile: '+86 138-0000-0000',
  sign: '云川热力',
  template: 'SMS_1',
  app: '1400006666',
};
const words = (seen: Seen): readonly string[] => {
  const asked = new URL(seen.path, 'http://h').searchParams;
  const named = asked.get('TemplateParam') ?? asked.get('TtsParam');
  if (named !== null) return Object.values(JSON.parse(named));
  return JSON.parse(seen.body).TemplateParamSet;
};

interface Way extends Pick<Channel, 'notifier' | 'origin'> {
  readonly good: Answer;
  /** "Too much" that passes soon, with the milliseconds until then, and that does not. */
  readonly busy: readonly [Answer, number];
  readonly passing: readonly Answer[];
  readonly final: readonly Answer[];
  /** What tells the telephone, the template and the delivery. */
  readonly asked: (seen: Seen) => Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
  /** The headers as the cloud would work them out from what arrived. */
  readonly signed: (seen: Seen) => Readonly<Record<string, string>>;
}

const aliyun = (Code: string, Message: string, status = 200) => json({ Code, Message }, status);
const ofAliyun = {
  busy: [aliyun('isv.BUSINESS_LIMIT_CONTROL', '触发分钟级流控Permits:1'), 60_000],
  passing: [aliyun('isp.SYSTEM_ERROR', '系统错误'), aliyun('Throttling.User', 'too fast', 400)],
  final: [
    aliyun('isv.AMOUNT_NOT_ENOUGH', '账户余额不足'),
    aliyun('isv.BUSINESS_LIMIT_CONTROL', '触发小时级流控Permits:5'),
    aliyun('isv.BUSINESS_LIMIT_CONTROL', '触发天级流控Permits:50'),
    aliyun('isv.MOBILE_NUMBER_ILLEGAL', '手机号码格式错误'),
    aliyun('SignatureDoesNotMatch', 'Specified signature is not matched', 400),
    aliyun('InvalidAccessKeyId.NotFound', 'Specified access key is not found.', 404),
  ],
  asked: ({ path }: Seen) => Object.fromEntries(new URL(path, 'http://h').searchParams),
} satisfies Partial<Way>;

const byAliyun =
  (host: string, action: string): Way['signed'] =>
  ({ path, headers }) => {
    const query = Object.fromEntries(new URL(path, 'http://h').searchParams);
    const nonce = String(headers['x-acs-signature-nonce']);
    return signAliyun({ host, action, version: '2017-05-25', query }, KEY, { now: MONDAY, nonce }).headers;
  };
const byTencent =
  (host: string, action: string, version: string): Way['signed'] =>
  ({ body }) =>
    signTencent({ host, action, version, region: 'ap-guangzhou', body }, KEY, MONDAY).headers;

const refused = (Code: string) => json({ Response: { Error: { Code, Message: '出错' }, RequestId: 'r' } });
const ofTencent = {
  passing: [refused('InternalError.Timeout'), refused('RequestLimitExceeded')],
  final: [
    refused('AuthFailure.SignatureFailure'),
    refused('FailedOperation.InsufficientBalanceInSmsPackage'),
    refused('LimitExceeded.PhoneNumberDailyLimit'),
    json({ Response: { SendStatusSet: [{ Code: 'InvalidParameterValue.IncorrectPhoneNumber' }] } }),
  ],
  asked: ({ body }: Seen) => JSON.parse(body),
} satisfies Partial<Way>;

const message = (Code: string) =>
  json({ Response: { SendStatusSet: [{ SerialNo: 's', Code }], RequestId: 'r' } });
const ways: Readonly<Record<string, Way>> = {
  'a text message by Alibaba Cloud': {
    signed: byAliyun('dysmsapi.aliyuncs.com', 'SendSms'),
    notifier: aliyunSms,
    origin: 'https://dysmsapi.aliyuncs.com',
    good: json({ Code: 'OK', Message: 'OK', BizId: '1', RequestId: 'r' }),
    ...ofAliyun,
    expected: {
      PhoneNumbers: '13800000000',
      SignName: '云川热力',
      TemplateCode: 'SMS_1',
      OutId: 'tingchao-k3-17',
    },
  },
  'a call by Alibaba Cloud': {
    signed: byAliyun('dyvmsapi.aliyuncs.com', 'SingleCallByTts'),
    notifier: aliyunVoice,
    origin: 'https://dyvmsapi.aliyuncs.com',
    good: json({ Code: 'OK', Message: 'OK', CallId: '1^1', RequestId: 'r' }),
    ...ofAliyun,
    expected: { CalledNumber: '13800000000', TtsCode: 'SMS_1', PlayTimes: '2', OutId: 'tingchao-k3-17' },
  },
  'a text message by Tencent Cloud': {
    signed: byTencent('sms.tencentcloudapi.com', 'SendSms', '2021-01-11'),
    notifier: tencentSms,
    origin: 'https://sms.tencentcloudapi.com',
    good: message('Ok'),
    ...ofTencent,
    busy: [message('LimitExceeded.PhoneNumberThirtySecondLimit'), 30_000],
    expected: {
      PhoneNumberSet: ['+8613800000000'],
      SmsSdkAppId: '1400006666',
      SignName: '云川热力',
      TemplateId: 'SMS_1',
      SessionContext: 'tingchao-k3-17',
    },
  },
  'a call by Tencent Cloud': {
    signed: byTencent('vms.tencentcloudapi.com', 'SendTtsVoice', '2020-09-02'),
    notifier: tencentVoice,
    origin: 'https://vms.tencentcloudapi.com',
    good: json({ Response: { SendStatus: { CallId: 'c-1', SessionContext: 'x' }, RequestId: 'r' } }),
    ...ofTencent,
    busy: [refused('LimitExceeded.DeliveryFrequencyLimit'), 60_000],
    expected: {
      CalledNumber: '+8613800000000',
      VoiceSdkAppid: '1400006666',
      TemplateId: 'SMS_1',
      PlayTimes: 2,
    },
  },
};

describe.each(Object.entries(ways))('%s', async (_, way) => {
  const service = await openLoopback(way.good);
  const { notifier, origin } = way;
  const channel: Channel = {
    notifier,
    service,
    settings,
    ...(origin === undefined ? {} : { origin }),
    final: [],
    size: ({ body }) => body.length,
    limit: 0,
  };

  test('goes to the one number, fills the approved template, and bears the mark of its delivery', async () => {
    const { result, seen } = await sendTo(channel);
    expect(result).toMatchObject({ ok: true });
    expect(way.asked(seen)).toMatchObject(way.expected);
    expect(seen.headers).toMatchObject(way.signed(seen));
    expect(words(seen)).toEqual([
      '橙色',
      '供热服务',
      '等级上调，近 1 小时负面 86 条，是平时同时段的 9.6 倍',
      expect.stringMatching(/^\d+月\d+日 \d\d:\d\d$/),
    ]);
  });

  test('tells of a source out of order, and of the longest alert no more than the gaps take', async () => {
    const told = await sendTo(channel, notifier.renderNotice(notice, settings));
    expect(words(told.seen).slice(0, 3)).toEqual(['系统', '来源失效', '本地论坛']);
    const { seen } = await sendTo(channel, notifier.render(long, settings));
    for (const word of words(seen)) expect(word.length).toBeLessThanOrEqual(35);
  });

  test('what may pass is tried again, after a pause where the service asks for one', async () => {
    for (const answer of [stall, reset, json({}, 502), json({}), ...way.passing]) {
      expect(await sendAgainst(channel, answer)).toMatchObject({ ok: false, retry: true });
    }
    service.answers.push(way.busy[0]);
    const { result } = await sendTo(channel);
    expect(result).toMatchObject({ ok: false, retry: true, retryAt: MONDAY + way.busy[1] });
  });

  test('a refusal for good, or for hours, leaves the next in turn to hear', async () => {
    for (const answer of way.final) {
      service.answers.push(answer);
      const { result } = await sendTo(channel);
      expect(result).toMatchObject({ ok: false, retry: false, reason: expect.stringMatching(/\S/) });
    }
  });
});

test('a number is taken as people write it', () => {
  for (const mobile of ['13800000000', '+86 138 0000 0000', '0086-13800000000', '（手机）138-0000-0000']) {
    expect(mobileOf({ mobile: mobile.replaceAll(' ', '') })).toBe('13800000000');
  }
  expect(worldwideOf({ mobile: '+85251234567' })).toBe('+85251234567');
  expect(worldwideOf({ mobile: '13800000000' })).toBe('+8613800000000');
});
