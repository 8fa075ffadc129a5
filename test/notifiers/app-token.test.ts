import { beforeEach, describe, expect, test } from 'vitest';
import type { SendResult } from '../../server/core/message/notifier.ts';
import { judgeStatus } from '../../server/core/message/send-result.ts';
import { MINUTE } from '../../server/core/time.ts';
import { asApp, type TokenService } from '../../server/notifiers/shared/app-token.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { json, openLoopback } from './loopback.ts';
import { openPublicIO } from './public-io.ts';

const service = await openLoopback(json({ token: 't-1', life: 7_200 }));
let now = 0;
let io = openPublicIO({ timeoutMs: PATIENCE_MS, now: () => now });
beforeEach(() => {
  now = 0;
  io = openPublicIO({ timeoutMs: PATIENCE_MS, now: () => now });
});
const asked: TokenService = {
  app: 'a',
  url: `${service.url}/token`,
  request: { headers: {}, body: '{}' },
  judge: judgeStatus,
  fields: { token: 'token', seconds: 'life' },
  stale: /gone/,
};
const good: SendResult = { ok: true };
const refused = (reason: string): SendResult => ({ ok: false, retry: false, reason });

/** The tokens that messages were sent with. */
async function sendBy(of: TokenService, answers: readonly SendResult[]) {
  const by: string[] = [];
  const left = [...answers];
  const result = await asApp(io, of, async (token) => {
    by.push(token);
    return left.shift() ?? good;
  });
  return { by, result };
}

describe('a token that a service lends to an app', () => {
  test('is asked for once, until shortly before its end', async () => {
    expect(await sendBy(asked, [])).toEqual({ by: ['t-1'], result: good });
    now += 114 * MINUTE;
    await sendBy(asked, []);
    expect(service.seen).toHaveLength(1);
    now += 2 * MINUTE;
    service.answers.push(json({ token: 't-2', life: 7_200 }));
    expect((await sendBy(asked, [])).by).toEqual(['t-2']);
  });

  test('is each app’s own', async () => {
    await sendBy(asked, []);
    service.answers.push(json({ token: 'other', life: 7_200 }));
    expect((await sendBy({ ...asked, app: 'b' }, [])).by).toEqual(['other']);
    expect((await sendBy(asked, [])).by).toEqual(['t-1']);
  });

  test('that was taken back is asked for anew, once', async () => {
    await sendBy(asked, []);
    service.answers.push(json({ token: 't-2', life: 7_200 }));
    expect(await sendBy(asked, [refused('token is gone')])).toEqual({ by: ['t-1', 't-2'], result: good });
    const { by, result } = await sendBy(asked, [refused('token is gone'), refused('token is gone')]);
    expect([by.length, result]).toEqual([2, refused('token is gone')]);
  });

  test('is no reason to send a message twice that was refused for something else', async () => {
    await sendBy(asked, []);
    const { by, result } = await sendBy(asked, [refused('nobody of this name')]);
    expect([by, result]).toEqual([['t-1'], refused('nobody of this name')]);
  });

  test('that is not lent is told in the words of the service, and nothing is sent', async () => {
    service.answers.push(json({ message: 'wrong secret' }, 400), json({ message: 'busy' }, 503), json({}));
    const told = [await sendBy(asked, []), await sendBy(asked, []), await sendBy(asked, [])];
    expect(told.map(({ by }) => by)).toEqual([[], [], []]);
    expect(told.map(({ result }) => result)).toMatchObject([
      { retry: false, reason: expect.stringContaining('wrong secret') },
      { retry: true, reason: expect.stringContaining('busy') },
      { retry: true, reason: 'an answer without token' },
    ]);
  });
});
