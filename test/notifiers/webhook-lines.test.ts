import { execFileSync } from 'node:child_process';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import webhook from '../../server/notifiers/webhook.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { json, openLoopback } from './loopback.ts';
import { openPublicIO } from './public-io.ts';

const GUIDE = readFileSync(new URL('../../server/docs/api.md', import.meta.url), 'utf8');
const lines = (language: string) => GUIDE.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';

/** What a receiver was really sent. */
async function received() {
  const service = await openLoopback(json({}));
  const settings = { url: service.url, secret: 'a shared secret' };
  const io = openPublicIO({ timeoutMs: 10_000, now: () => MONDAY });
  await webhook.send({ subject: '', text: '', json: { sentence: '暖气不热' } }, settings, io, 'k');
  const { headers, body } = service.seen[0] ?? { headers: {}, body: '' };
  return { headers, body };
}

test('the lines for Node that the guide gives take what was signed here, and nothing else', async () => {
  const { headers, body } = await received();
  const code = lines('js').replace(/^import .*\n/, '');
  const verify = new Function('createHmac', 'timingSafeEqual', `${code}; return verify`)(
    createHmac,
    timingSafeEqual,
  );
  expect(verify('a shared secret', headers, body)).toBe(true);
  expect(verify('another', headers, body)).toBe(false);
  expect(verify('a shared secret', headers, `${body} `)).toBe(false);
});

test('so do those for Python', async () => {
  const sent = JSON.stringify(await received());
  const script = `${lines('python')}
import json, sys
sent = json.loads(sys.argv[1])
body = sent["body"].encode()
print([verify("a shared secret", sent["headers"], body), verify("another", sent["headers"], body)])`;
  expect(execFileSync('python3', ['-c', script, sent]).toString().trim()).toBe('[True, False]');
});
