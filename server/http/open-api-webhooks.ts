import type { z } from 'zod';
import { ANSWERS } from './answers/answer.ts';
import { alertBody, feedsBody, heldBody, newsBody } from './answers/webhooks.ts';
import { TAGS } from './described.ts';

type Json = Readonly<Record<string, unknown>>;

interface Webhook {
  readonly name: string;
  /** Never changed: receivers are generated from it. */
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  readonly body: z.ZodType;
}

const WEBHOOKS: readonly Webhook[] = [
  {
    name: 'alert',
    id: 'receiveAlert',
    body: alertBody,
    en: 'An alert began or changed, goes to somebody, was answered or is over; or the channel is tested',
    zh: '预警出现、变化、转给某人、有人处理或结束；或测试渠道',
  },
  {
    name: 'feeds',
    id: 'receiveFeeds',
    body: feedsBody,
    en: 'Sources, or the installation itself, are out of order or well again',
    zh: '来源或系统自身出了故障，或已恢复',
  },
  {
    name: 'held',
    id: 'receiveHeld',
    body: heldBody,
    en: 'Alerts and notices that the channel was spared, told together',
    zh: '免打扰或限频期间没发的预警和通知，合成一条',
  },
  {
    name: 'news',
    id: 'receiveNews',
    body: newsBody,
    en: 'A brief, the beginning of a drill, or a device that is told nothing more',
    zh: '简报、演练开始，或某台设备注销推送',
  },
];

interface Header {
  readonly name: string;
  readonly required: boolean;
  readonly pattern?: string;
  readonly en: string;
  readonly zh: string;
}

const HEADERS: readonly Header[] = [
  {
    name: 'X-Tingchao-Timestamp',
    required: true,
    pattern: '^\\d+$',
    en: 'Seconds since 1970 when it was sent; refuse what is more than five minutes old',
    zh: '发送时间，1970 年以来的秒数；超过五分钟的请拒绝',
  },
  {
    name: 'X-Tingchao-Signature',
    required: false,
    pattern: '^sha256=[0-9a-f]{64}$',
    en: 'Where the channel has a secret: sha256= and the hex HMAC-SHA256 of the timestamp, a dot and the raw body',
    zh: '渠道设了密钥时：sha256= 加十六进制 HMAC-SHA256，签的是时间戳、一个点和原样的正文',
  },
  {
    name: 'Idempotency-Key',
    required: true,
    en: 'The same at every try of one message',
    zh: '同一条消息每次重试都相同',
  },
];

const parameters = HEADERS.map(({ name, required, pattern, en, zh }) => ({
  name,
  in: 'header',
  required,
  description: en,
  'x-description-zh': zh,
  schema: { type: 'string', ...(pattern === undefined ? {} : { pattern }) },
}));

const RETRIED = 'Tried again, eight times in all, after 30 s, 1 min and so on, or when Retry-After says';
const responses: Json = {
  '2XX': { description: 'Taken' },
  ...Object.fromEntries(['408', '425', '429', '5XX'].map((status) => [status, { description: RETRIED }])),
  default: { description: 'Refused for good' },
};

/** What a webhook channel posts, described from the receiver's side. */
export const webhooks: Json = Object.fromEntries(
  WEBHOOKS.map(({ name, id, en, zh, body }) => {
    const schema = { $ref: `#/components/schemas/${ANSWERS.get(body)?.id}` };
    const post = {
      operationId: id,
      tags: [TAGS.webhooks.en],
      summary: en,
      'x-summary-zh': zh,
      security: [],
      parameters,
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses,
    };
    return [name, { post }];
  }),
);
