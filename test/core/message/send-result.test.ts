import { describe, expect, test } from 'vitest';
import { judgeCode, judgeStatus } from '../../../server/core/message/send-result.ts';
import { MONDAY } from '../series/make-series.ts';

describe('an answer', () => {
  const answer = (status: number, body: string, headers = {}) => ({ status, headers, body });
  const rules = { field: 'errcode', good: 0, busy: { 45009: 60_000 }, passing: [-1] };

  test('is judged by its status where that tells', () => {
    expect(judgeStatus(answer(204, ''), MONDAY)).toEqual({ ok: true, answer: '204' });
    expect(judgeStatus(answer(404, 'no'), MONDAY)).toMatchObject({ ok: false, retry: false });
    expect(judgeStatus(answer(429, '', { 'retry-after': '7' }), MONDAY)).toMatchObject({
      ok: false,
      retry: true,
      retryAt: MONDAY + 7_000,
    });
  });

  test('that is a 200 is no delivery before the code in it says so', () => {
    const judge = (status: number, body: string) => judgeCode(answer(status, body), MONDAY, rules);
    expect(judge(200, '{"errcode":0}')).toMatchObject({ ok: true });
    expect(judge(200, '{"errcode":45009}')).toMatchObject({ retry: true, retryAt: MONDAY + 60_000 });
    expect(judge(200, '{"errcode":-1}')).toMatchObject({ ok: false, retry: true });
    expect(judge(200, '{"errcode":93000}')).toMatchObject({ ok: false, retry: false });
    expect(judge(200, '<html>please log in</html>')).toMatchObject({ ok: false, retry: true });
    expect(judge(200, 'null')).toMatchObject({ ok: false, retry: true });
    expect(judge(502, 'bad gateway')).toMatchObject({ ok: false, retry: true });
  });

  test('that a gateway holds up says when to come back, whatever code is in it', () => {
    const held = (status: number, code: number) =>
      judgeCode(answer(status, `{"errcode":${code}}`, { 'retry-after': '7' }), MONDAY, rules);
    for (const status of [429, 503]) {
      expect(held(status, 99)).toEqual({
        ok: false,
        retry: true,
        reason: '{"errcode":99}',
        retryAt: MONDAY + 7_000,
      });
    }
    expect(held(429, -1)).toMatchObject({ retry: true, retryAt: MONDAY + 7_000 });
    // The service's own pause is the surer.
    expect(held(429, 45009)).toMatchObject({ retry: true, retryAt: MONDAY + 60_000 });
    expect(held(400, 99)).toEqual({ ok: false, retry: false, reason: '{"errcode":99}' });
  });
});
