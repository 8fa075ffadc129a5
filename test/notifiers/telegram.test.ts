import { describe, expect, test } from 'vitest';
import telegram from '../../server/notifiers/telegram.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({ ok: true, result: { message_id: 1 } }));
const textOf = ({ body }: Seen): string => JSON.parse(body).text;
const settings = { token: '123:abc-DEF', chat: '-100200300' };
const channel: Channel = {
  notifier: telegram,
  service,
  settings,
  origin: 'https://api.telegram.org',
  busy: [
    json(
      { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } },
      429,
    ),
    7_000,
  ],
  final: [
    json({ ok: false, error_code: 400, description: 'Bad Request: chat not found' }, 400),
    json({ ok: false, error_code: 401, description: 'Unauthorized' }, 401),
    json({ ok: false, error_code: 403, description: 'Forbidden: bot was kicked' }, 403),
  ],
  size: (seen) => textOf(seen).length,
  limit: 4_096,
  // It reads HTML alone, and takes a name for a call: what Markdown would mean is letters.
  marked: { of: (seen) => [textOf(seen)], live: /[<>]|&(?!#\d+;)|@(?!\u2060)/g },
};

describe('a bot of Telegram', () => {
  behavesAsChannel(channel);

  test('is asked by its token and says it to the chat, without a preview of links', async () => {
    const { seen } = await sendTo(channel);
    expect(seen.path).toBe('/bot123:abc-DEF/sendMessage');
    expect(JSON.parse(seen.body)).toMatchObject({
      chat_id: '-100200300',
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    });
  });

  test('goes through a relay where there is one', async () => {
    const relayed = { ...settings, url: `${service.url}/tg/` };
    expect((await sendTo({ ...channel, settings: relayed })).seen.path).toMatch(/^\/tg\/bot123:/);
  });

  test('is said in one topic of a forum where one is named', async () => {
    const { seen } = await sendTo({ ...channel, settings: { ...settings, thread: 42 } });
    expect(JSON.parse(seen.body).message_thread_id).toBe(42);
    expect(JSON.parse((await sendTo(channel)).seen.body)).not.toHaveProperty('message_thread_id');
  });

  test('what posts say becomes no link, mention, tag or command by itself', async () => {
    const title = '看 evil.example/a 和 http://1.2.3.4/x 找 @someone_else #停暖 $USD /start a@evil.example';
    const words = { ...alert, sentence: title, posts: [{ title, platform: '论坛', url: null }] };
    const text = textOf((await sendTo(channel, telegram.render(words, settings))).seen);
    expect(text).not.toMatch(/evil\.example|:\/\/1|@someone|#停|\$USD|\/start|@evil/);
    expect(text.replaceAll('\u2060', '')).toContain(title);
    expect(text).toContain(`<a href="${alert.link}">`);
  });

  test('every tag that is opened is closed', async () => {
    const text = textOf((await sendTo(channel)).seen);
    for (const tag of ['a', 'b']) {
      expect(text.match(new RegExp(`<${tag}[ >]`, 'g'))).toHaveLength(text.split(`</${tag}>`).length - 1);
    }
  });

  test('has buttons that confirm and open, but none with an address that Telegram refuses', () => {
    const boardOf = (address: string) => {
      const parts = { confirm: `${address}/go/x`, link: `${address}/alerts/1` };
      const { json } = telegram.render({ ...alert, ...parts }, channel.settings);
      return (json as { reply_markup?: { inline_keyboard: { url: string }[][] } }).reply_markup
        ?.inline_keyboard;
    };
    const urls = boardOf('https://desk.example')?.map((row) => row.map(({ url }) => url));
    expect(urls).toEqual([['https://desk.example/go/x', 'https://desk.example/alerts/1']]);
    expect(['http://127.0.0.1:8420', 'http://localhost:8420', 'http://desk.internal'].map(boardOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
