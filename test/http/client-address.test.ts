import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import { clientOf, networkOf, rangesOf } from '../../server/http/client-address.ts';
import { accessOf } from '../../server/runtime.ts';
import { makeAccount, PASSWORD } from './accounts.ts';
import { type Served, serveHttp } from './serve.ts';

const TOKEN = 'a-long-enough-token-for-tests';

describe('who sent a request', () => {
  const isProxy = rangesOf(['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8']);

  test.each([
    ['nobody is believed but a proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['without the header it is the proxy', '10.0.0.1', '', '10.0.0.1'],
    ['the last that a proxy wrote', '10.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['past further proxies', '10.0.0.1', '198.51.100.1,203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['whatever a client wrote before', '10.0.0.1', '127.0.0.1, 10.9.9.9, 203.0.113.9', '203.0.113.9'],
    ['a proxy of its own accord', '10.0.0.1', '10.0.0.7, 10.0.0.2', '10.0.0.7'],
    ['words end it', '10.0.0.1', '203.0.113.9, unknown', '10.0.0.1'],
    ['an empty place ends it', '10.0.0.1', '203.0.113.9,', '10.0.0.1'],
    ['sockets write IPv4 as IPv6', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['and so do proxies, with ports', '127.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['IPv4 with a port', '127.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['IPv6 with a port', '::1', '[2001:DB8::9]:4711', '2001:db8::9'],
    ['IPv6', 'fd00::5', '2001:db8::9', '2001:db8::9'],
    ['no address at all', '', '203.0.113.9', ''],
  ])('%s', (_, peer, forwarded, client) => {
    expect(clientOf(peer, forwarded, isProxy)).toBe(client);
  });

  test('with no proxies no header counts', () => {
    expect(clientOf('127.0.0.1', '203.0.113.9', rangesOf([]))).toBe('127.0.0.1');
  });
});

describe('the network of an address', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:1:2:3', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('%s stands in %s', (address, network) => expect(networkOf(address)).toBe(network));
});

interface Guess {
  readonly from?: string;
  readonly name?: string;
  readonly password?: string;
  readonly peer?: string;
}

async function send({ url }: Served, body: object, { from, peer = '127.0.0.1' }: Guess): Promise<number> {
  const { port } = new URL(url);
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/api/login',
    method: 'POST',
    localAddress: peer,
  });
  sent.setHeader('content-type', 'application/json');
  if (from !== undefined) sent.setHeader('x-forwarded-for', from);
  sent.end(JSON.stringify(body));
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}

const guess = (served: Served, guess: Guess) => {
  const { name = '王敏', password = 'wrong' } = guess;
  return send(served, { name, password }, guess);
};

async function tenTimes(one: (n: number) => Promise<number>): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>();
  for (let n = 0; n < 10; n++) statuses.add(await one(n));
  return statuses;
}

async function serve(proxies: readonly string[]) {
  const served = await serveHttp({ token: TOKEN, proxies });
  await makeAccount(served, '王敏', 'admin');
  await makeAccount(served, '李雷', 'member');
  // A name that nobody has takes as long as the slowest that somebody has.
  for (let n = 0; n < 10; n++) await makeAccount(served, `某人${n}`, 'viewer');
  return served;
}

describe('behind a proxy that is believed', () => {
  test('it is one that the settings name', () => {
    expect(accessOf(parseConfig({ TINGCHAO_PROXIES: '127.0.0.1, 10.0.0.0/8' })).proxies).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
    ]);
    expect(accessOf(parseConfig({})).proxies).toEqual([]);
  });

  test('whoever guesses waits, under whatever names, and nobody else does', async () => {
    const served = await serve(['127.0.0.1']);
    const from = '203.0.113.9';
    expect(await tenTimes((n) => guess(served, { from, name: `某人${n}` }))).toEqual(new Set([401]));
    expect(await guess(served, { from, password: PASSWORD })).toBe(503);
    expect(await guess(served, { from: '203.0.113.10', password: PASSWORD })).toBe(200);
  });

  test('a machine that has a whole network of IPv6 is one guesser', async () => {
    const served = await serve(['127.0.0.1']);
    const from = (n: number) => `2001:db8:1:2:${n}::${n + 1}`;
    expect(await tenTimes((n) => guess(served, { from: from(n), name: `某人${n}` }))).toEqual(new Set([401]));
    expect(await guess(served, { from: from(99), password: PASSWORD })).toBe(503);
    expect(await guess(served, { from: '2001:db8:1:3::1', password: PASSWORD })).toBe(200);
  });

  test('for a name that is guessed at a crowd of networks has ten more tries a minute', async () => {
    const served = await serve(['127.0.0.1']);
    const from = (n: number) => `2001:db8:1:${n}::1`;
    await tenTimes((n) => guess(served, { from: from(n) }));
    // Whoever is right takes none of them away.
    expect(await guess(served, { from: from(98), password: PASSWORD })).toBe(200);
    expect(await tenTimes((n) => guess(served, { from: from(10 + n) }))).toEqual(new Set([401]));
    expect(await guess(served, { from: from(99), password: PASSWORD })).toBe(503);
    expect(await guess(served, { from: from(99), name: '李雷', password: PASSWORD })).toBe(200);
  });

  test('a forged header makes nobody somebody else, or local', async () => {
    const served = await serve(['127.0.0.1']);
    const forged = (n: number) => `${['127.0.0.1', '::1', `198.51.100.${n}`, 'unknown'][n % 4]}, 203.0.113.9`;
    await tenTimes((n) => guess(served, { from: forged(n), name: `某人${n}` }));
    for (const before of ['127.0.0.1, ', '198.51.100.99, ', ''])
      expect(await guess(served, { from: `${before}203.0.113.9`, password: PASSWORD })).toBe(503);
    expect(await guess(served, { from: '198.51.100.1', password: PASSWORD })).toBe(200);
  });

  test('wrong tokens are counted by who sent them, and the right one always opens', async () => {
    const served = await serve(['127.0.0.1']);
    const from = '203.0.113.9';
    await tenTimes(() => send(served, { token: 'wrong' }, { from }));
    expect(await send(served, { token: 'wrong' }, { from })).toBe(503);
    expect(await send(served, { token: 'wrong' }, { from: '203.0.113.10' })).toBe(401);
    expect(await send(served, { token: TOKEN }, { from })).toBe(200);
  });

  test('others who write the header are not', async () => {
    const served = await serve(['127.0.0.1']);
    const peer = '127.0.0.2';
    await tenTimes((n) => guess(served, { peer, from: `203.0.113.${n}` }));
    expect(await guess(served, { peer, from: '203.0.113.99', password: PASSWORD })).toBe(503);
    expect(await guess(served, { from: '203.0.113.99', password: PASSWORD })).toBe(200);
  });
});

describe('with no proxy told of', () => {
  test('what this machine sends may come from anybody: ten wrong ones of a name keep out that name alone', async () => {
    const served = await serve([]);
    expect(await tenTimes(() => guess(served, {}))).toEqual(new Set([401]));
    expect(await guess(served, { password: PASSWORD })).toBe(503);
    expect(await guess(served, { name: '李雷', password: PASSWORD })).toBe(200);
  });

  test('guesses under many names, or of the token, keep out nobody', async () => {
    const served = await serve([]);
    await tenTimes((n) => guess(served, { name: `某人${n}` }));
    await tenTimes(() => send(served, { token: 'wrong' }, {}));
    expect(await send(served, { token: 'wrong' }, {})).toBe(503);
    expect(await guess(served, { password: PASSWORD })).toBe(200);
  });

  test('a header changes nothing', async () => {
    const served = await serve([]);
    await tenTimes((n) => guess(served, { from: `203.0.113.${n}` }));
    expect(await guess(served, { from: '203.0.113.99', password: PASSWORD })).toBe(503);
  });
});
