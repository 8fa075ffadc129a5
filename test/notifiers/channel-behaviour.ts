import { expect, test } from 'vitest';
import type { Params } from '../../server/core/feed/source.ts';
import { mustRead } from '../../server/core/message/message-template.ts';
import type { AlertView, Message, Notifier, NotifierIO } from '../../server/core/message/notifier.ts';

import { MONDAY } from '../core/series/make-series.ts';
import { alert, calm, calmed, HOSTILE, hostile, long, notice } from './channel-alerts.ts';
import { type Answer, json, type openLoopback, reset, type Seen, stall } from './loopback.ts';
import { openPublicIO } from './public-io.ts';

/** What Markdown takes for markup, where a sign cannot be escaped. */
export const LIVE_MARKDOWN = /\]\(|[*_`<>~]|^#/gm;

export interface Channel {
  readonly notifier: Notifier;
  readonly service: Awaited<ReturnType<typeof openLoopback>>;
  readonly settings: Params;
  /** Where the service is known to live, when that is not said in the settings. */
  readonly origin?: string;
  /** Answers of the service: "too much", with the milliseconds until the next try, and refusals for good. */
  readonly busy?: readonly [answer: Answer, pause: number];
  readonly passing?: readonly Answer[];
  readonly final: readonly Answer[];
  /** How long the service takes a request to be, and how long it may be. */
  readonly size: (seen: Seen) => number;
  readonly limit: number;
  /** What the service shows letter for letter. */
  readonly plain?: (seen: Seen) => readonly string[];
  /** What it reads as markup, and what in it is live: everything that it would take for more than words. */
  readonly marked?: { readonly of: (seen: Seen) => readonly string[]; readonly live: RegExp };
  /** All that people see of it, in their order; else what is plain, then what is marked. */
  readonly shown?: (seen: Seen) => string;
}

/** The network as it is, but for the origin of a service that is known. */
function ioOf({ origin, service }: Channel, timeoutMs: number): NotifierIO {
  const real = openPublicIO({ timeoutMs, now: () => MONDAY });
  const moved = (url: string) => (origin === undefined ? url : url.replace(origin, service.url));
  return { ...real, request: (url, init) => real.request(moved(url), init) };
}

/** Sends one message; what the service was sent, and what it came to. A busy machine may answer late. */
export async function sendTo(channel: Channel, message?: Message, timeoutMs = 10_000, done?: string) {
  const { notifier, settings, service } = channel;
  const sent = message ?? notifier.render(alert, settings);
  const result = await notifier.send(sent, settings, ioOf(channel, timeoutMs), 'tingchao-k3-17', done);
  return { result, seen: service.seen.at(-1) as Seen };
}

/** Sends one message to a service that answers so; for one that says nothing it does not wait long. */
export async function sendAgainst(channel: Channel, answer: Answer) {
  channel.service.answers.push(answer);
  return (await sendTo(channel, undefined, answer === stall ? 400 : undefined)).result;
}

function shownBy({ plain, marked, shown }: Channel, seen: Seen): string {
  return shown?.(seen) ?? [...(plain?.(seen) ?? []), ...(marked?.of(seen) ?? [])].join('\n');
}

/** What every chat channel does, against a server that answers as its service would. */
export function behavesAsChannel(channel: Channel): void {
  const { notifier, settings, service } = channel;
  const tell = (of: AlertView) => sendTo(channel, notifier.render(of, settings));

  test('says how grave it is, what happened, and what to do, and leads to the alert', async () => {
    const { result, seen } = await tell(alert);
    expect(result).toMatchObject({ ok: true });
    const shown = shownBy(channel, seen);
    expect(shown).toContain('◆ 橙');
    const parts = ['近 1 小时负面 86 条', '暖气一点都不热', '核对事实', alert.link].map((part) =>
      shown.indexOf(part),
    );
    expect(parts).not.toContain(-1);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
  });

  test('tells of a source out of order', async () => {
    const { result, seen } = await sendTo(channel, notifier.renderNotice(notice, settings));
    expect(result).toMatchObject({ ok: true });
    expect(shownBy(channel, seen)).toContain('来源失效');
    expect(shownBy(channel, seen)).toContain('http://desk.example');
  });

  test('what is too long is shortened to what the service takes, the link kept', async () => {
    const { seen } = await tell(long);
    expect(channel.size(seen)).toBeLessThanOrEqual(channel.limit);
    expect(shownBy(channel, seen)).toContain(alert.link);
    expect(shownBy(channel, seen).isWellFormed()).toBe(true);
  });

  keepsWords(channel);

  test('what may pass is tried again, when the service says so', async () => {
    for (const answer of [stall, reset, json({}, 502), ...(channel.passing ?? [])]) {
      expect(await sendAgainst(channel, answer)).toMatchObject({ ok: false, retry: true });
    }
    if (channel.busy === undefined) return;
    service.answers.push(channel.busy[0]);
    const { result } = await sendTo(channel);
    expect(result).toMatchObject({ ok: false, retry: true, retryAt: MONDAY + channel.busy[1] });
  });

  test('a refusal for good is none that passes, and is told in the words of the service', async () => {
    for (const answer of channel.final) {
      service.answers.push(answer);
      const { result } = await sendTo(channel);
      expect(result).toMatchObject({ ok: false, retry: false });
      expect(result).toHaveProperty('reason', expect.stringMatching(/\S/));
    }
  });
}

/** What posts say is shown as they say it, and does nothing. */
function keepsWords({ plain, marked, ...channel }: Channel): void {
  const tell = async (of: AlertView) =>
    (await sendTo(channel, channel.notifier.render(of, channel.settings))).seen;

  if (plain !== undefined) {
    test('what posts say stands letter for letter where the service knows no markup', async () => {
      const told = plain(await tell(hostile));
      for (const text of told) expect(text).toContain('](http://e.cn)');
      expect(told.map(calmed)).toEqual(plain(await tell(calm)));
    });
  }

  if (marked !== undefined) {
    test('what posts say is neither markup nor link nor a call to all where it knows any', async () => {
      const live = (text: string) => text.match(marked.live) ?? [];
      // Words as they came would be found out; as they are sent nothing is live but what is our own.
      expect(live(HOSTILE)).not.toEqual([]);
      const told = marked.of(await tell(hostile));
      for (const text of told) expect(text).toContain('粗');
      expect(told.map(live)).toEqual(marked.of(await tell(calm)).map(live));
    });

    test('nor is what a team writes into a template', async () => {
      const worded = async (words: string) => {
        const template = mustRead({
          title: `{{级别}} ${words}`,
          body: `${words}\n${words} {{帖子}}\n${words} {{链接}}`,
        });
        const message = channel.notifier.render(calm, channel.settings, template);
        return marked.of((await sendTo(channel, message)).seen);
      };
      const live = (text: string) => text.match(marked.live) ?? [];
      const told = await worded(HOSTILE.slice(0, 60));
      for (const text of told) expect(text).toContain('粗');
      expect(told.map(live)).toEqual((await worded(calmed(HOSTILE).slice(0, 60))).map(live));
    });
  }
}
