import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ConfigFault, parseConfig, REPOSITORY } from '../../server/config.ts';
import { isLoopback } from '../../server/config-values.ts';
import { AppError } from '../../server/core/errors.ts';

function faultsOf(env: Record<string, string>): readonly ConfigFault[] {
  try {
    parseConfig(env);
  } catch (fault) {
    if (fault instanceof AppError && fault.code === 'bad_config')
      return fault.details.faults as ConfigFault[];
    throw fault;
  }
  return [];
}

const variablesOf = (env: Record<string, string>) => faultsOf(env).map((fault) => fault.variable);

describe('settings', () => {
  test('nothing set: this machine only, a folder beside, no token', () => {
    expect(parseConfig({})).toEqual({
      dataFolder: path.resolve('data'),
      databaseUrl: null,
      heartbeatUrl: null,
      host: '127.0.0.1',
      port: 8420,
      token: null,
      publicUrl: null,
      proxies: [],
      secret: null,
      contact: REPOSITORY,
      allowPrivate: [],
      proxy: null,
      logLevel: 'info',
      retentionDays: 0,
      analysisThreads: 0,
    });
  });

  test('the proxy of the machine is taken over, small letters first', () => {
    const env = { HTTP_PROXY: 'http://a:1', http_proxy: 'http://b:2/', NO_PROXY: 'intranet.example' };
    expect(parseConfig(env).proxy).toEqual({ http: 'http://b:2', https: null, none: 'intranet.example' });
    expect(variablesOf({ HTTPS_PROXY: 'socks5://a:1' })).toEqual(['HTTPS_PROXY']);
  });

  test('every fault is told at once, each with its variable and a way out', () => {
    const env = {
      TINGCHAO_HOST: '0.0.0.0',
      TINGCHAO_PORT: '99999',
      TINGCHAO_URL: 'tingchao.example',
      TINGCHAO_SECRET: 'short',
      TINGCHAO_CONTACT: 'me',
      TINGCHAO_ALLOW_PRIVATE: 'good.example, not a host',
      TINGCHAO_PROXIES: '10.0.0.1, proxy.example',
      TINGCHAO_LOG: 'loud',
      TINGCHAO_RETENTION_DAYS: '-3',
      TINGCHAO_ANALYSIS_THREADS: 'many',
      TINGCHAO_HEARTBEAT_URL: 'hc-ping.com/abc',
      TINGCHAO_TOKN: 'x',
      DATABASE_URL: 'mysql://localhost/x',
    };
    expect(variablesOf(env).toSorted()).toEqual(
      [...Object.keys(env).filter((name) => name !== 'TINGCHAO_HOST'), 'TINGCHAO_TOKEN'].toSorted(),
    );
    for (const fault of faultsOf(env)) expect(fault.problem.length * fault.fix.length).toBeGreaterThan(0);
  });

  test('the message itself says all of it', () => {
    expect(() => parseConfig({ TINGCHAO_PORT: 'x', TINGCHAO_LOG: 'loud' })).toThrow(
      /2 fault.*TINGCHAO_PORT.*→.*TINGCHAO_LOG.*→/s,
    );
  });

  test('reverse proxies are addresses and ranges of them', () => {
    const told = '127.0.0.1, ::1,172.16.0.0/12 ,fd00::/8,10.1.2.3/32';
    expect(parseConfig({ TINGCHAO_PROXIES: told }).proxies).toEqual([
      '127.0.0.1',
      '::1',
      '172.16.0.0/12',
      'fd00::/8',
      '10.1.2.3/32',
    ]);
    expect(parseConfig({ TINGCHAO_PROXIES: ' ' }).proxies).toEqual([]);
  });

  test.each([
    ['caddy', 'no address'],
    ['10.0.0', 'no address'],
    ['10.0.0.1:80', 'no address'],
    ['10.0.0.0/8/8', 'no address'],
    ['fe80::1%eth0', 'no address'],
    ['::ffff:10.0.0.1', 'IPv4'],
    ['10.0.0.0/33', '1 to 32'],
    ['fd00::/129', '1 to 128'],
    ['10.0.0.0/', '1 to 32'],
    ['10.0.0.0/0x8', '1 to 32'],
    ['0.0.0.0/0', 'anybody would be believed'],
    ['::/0', 'anybody would be believed'],
  ])('%s is no reverse proxy', (bad, why) => {
    const faults = faultsOf({ TINGCHAO_PROXIES: `127.0.0.1,${bad}` });
    expect(faults).toMatchObject([
      {
        variable: 'TINGCHAO_PROXIES',
        problem: expect.stringContaining(why),
        fix: expect.stringMatching(/^write/),
      },
    ]);
    expect(faults[0]?.problem).toContain(`"${bad}"`);
  });

  test('a misspelt variable is told with what was meant', () => {
    expect(faultsOf({ TINGCHAO_PROT: '1' })[0]?.fix).toBe('did you mean TINGCHAO_PORT?');
  });

  test('an address of a database is taken whole, and what is wrong with it is told without its password', () => {
    const url = 'postgres://me:p%40ss%2Fword@db.example:5432/tingchao?sslmode=require';
    expect(parseConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
    for (const bad of [
      'me:hidden@db',
      'postgres://me:hid#den@db/x',
      'postgres://me:hidden%@db/x',
      'postgres://me:hidden@db',
    ]) {
      const [fault] = faultsOf({ DATABASE_URL: bad });
      expect(fault?.variable, bad).toBe('DATABASE_URL');
      expect(JSON.stringify(fault)).not.toContain('hid');
    }
  });

  test('variables of other programs do not matter', () => {
    expect(faultsOf({ HOME: '/root', TING: 'x' })).toEqual([]);
  });

  test('an address that others can reach needs a token of 24 characters', () => {
    expect(variablesOf({ TINGCHAO_HOST: '192.168.1.5' })).toEqual(['TINGCHAO_TOKEN']);
    expect(variablesOf({ TINGCHAO_HOST: '0.0.0.0', TINGCHAO_TOKEN: 'x'.repeat(23) })).toEqual([
      'TINGCHAO_TOKEN',
    ]);
    expect(variablesOf({ TINGCHAO_HOST: '0.0.0.0', TINGCHAO_TOKEN: 'x'.repeat(24) })).toEqual([]);
  });

  test.each(['127.0.0.1', '127.8.9.1', 'localhost', '::1', '[::1]'])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  test.each(['127.0.0.1.evil.example', '0.0.0.0', '::', 'localhost.evil.example', '10.0.0.1'])(
    '%s is not this machine',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );

  test('port 0 asks for any free port', () => {
    expect(parseConfig({ TINGCHAO_PORT: '0' }).port).toBe(0);
  });

  test('a public address loses its slash, so that links join cleanly', () => {
    expect(parseConfig({ TINGCHAO_URL: 'https://t.example/desk/' }).publicUrl).toBe('https://t.example/desk');
  });
});
