import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig, VARIABLES } from '../../server/config.ts';
import { rangesOf } from '../../server/http/client-address.ts';
import { inProcess } from '../cli/tingchao.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DEPLOY = path.join(ROOT, 'server/deploy');
const read = (file: string) => readFileSync(path.join(DEPLOY, file), 'utf8');
const files = readdirSync(DEPLOY, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.\w+$|Dockerfile|Caddyfile/.test(file),
);
const compose = files.filter((file) => file.startsWith('compose.'));
const units = files.filter((file) => file.endsWith('.service'));

/** What a file says apart from its comments. */
const said = (file: string) => read(file).replaceAll(/^\s*#.*$/gm, '');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** Everything after `server/main.ts` in a unit or a compose file, as words. */
function commandsOf(file: string): string[][] {
  const text = said(file);
  const whole = found(text, /server\/main\.ts,? ([^\n\]|;]+)/g).map((words) => words.split(/,? /));
  const lists = found(text, /^ +command: \[(.+)\]$/gm).map((words) => words.split(', '));
  return [...whole, ...lists];
}

test.each(files)('%s sets nothing that is no setting', (file) => {
  const names = found(read(file), /\b(TINGCHAO_[A-Z_]+|DATABASE_URL)\b/g);
  for (const name of names) expect(Object.keys(VARIABLES)).toContain(name);
});

test.each([...compose, ...units])(
  '%s runs commands that there are, with options that they have',
  async (file) => {
    const commands = commandsOf(file).filter(([name]) => name !== undefined);
    expect(commands.length).toBeGreaterThan(0);
    for (const [name = '', ...words] of commands) {
      const { status, stdout } = await inProcess([name, '--help']);
      expect([file, name, status]).toEqual([file, name, 0]);
      for (const option of words.filter((word) => word.startsWith('--'))) expect(stdout).toContain(option);
    }
  },
);

describe('compose files', () => {
  test.each(compose)('%s names files, volumes and services that there are', (file) => {
    const text = said(file);
    for (const place of found(text, /^ +- \.\/([^:]+):/gm))
      expect(existsSync(path.join(DEPLOY, place))).toBe(true);
    for (const place of found(text, /dockerfile: (\S+)/g))
      expect(existsSync(path.join(ROOT, place))).toBe(true);
    const [services = '', volumes = ''] = text.slice(text.indexOf('\nservices:')).split('\nvolumes:\n');
    const kept = found(volumes, /^ {2}(\w+):$/gm);
    for (const volume of found(services, /[[ ](\w+):\//g)) expect(kept).toContain(volume);
    const known = found(services, /^ {2}([\w-]+):/gm);
    for (const name of found(text, /^ {6}([\w-]+): \{ condition/gm)) expect(known).toContain(name);
    for (const server of found(text, /WEB_SERVERS: (.*)/g)) {
      for (const name of found(server, /([\w-]+):8420/g)) expect(known).toContain(name);
    }
  });

  test.each(compose)('%s gives every service a limit and a way to start again', (file) => {
    const services = said(file).slice(said(file).indexOf('\nservices:'));
    for (const service of services
      .split(/^ {2}(?=[\w-]+:)/m)
      .slice(1)
      .filter((each) => each.includes('\n    '))) {
      expect(service).toMatch(/<<: \*|restart: unless-stopped/);
      if (!service.includes('volumes:\n')) expect(service).toContain('mem_limit:');
    }
  });

  test('what they demand is enough to start', () => {
    const all = compose.map(said).join('\n');
    const demanded = new Set(found(all, /\$\{(\w+):\?/g));
    expect([...demanded].sort()).toEqual(['POSTGRES_PASSWORD', 'SITE_NAME', 'TINGCHAO_TOKEN']);
    const config = parseConfig({
      DATABASE_URL: `postgres://tingchao:${'a1'.repeat(24)}@database:5432/tingchao`,
      TINGCHAO_URL: 'https://tingchao.example.com',
      TINGCHAO_HOST: '0.0.0.0',
      TINGCHAO_TOKEN: 'x'.repeat(44),
      TINGCHAO_CONTACT: '',
      TINGCHAO_RETENTION_DAYS: '0',
      TINGCHAO_HEARTBEAT_URL: '',
      TINGCHAO_ANALYSIS_THREADS: '2',
    });
    expect(config.publicUrl).toBe('https://tingchao.example.com');
  });
});

describe('the proxy before the pages is believed, and nobody else', () => {
  test('of containers: it has an address of its own, which none of the others is given', () => {
    const text = said('compose.three-tiers.yaml');
    const [address = ''] = found(text, /^x-proxy-address: &proxy-address (.+)$/gm);
    expect(found(text, /(TINGCHAO_PROXIES|ipv4_address): \*proxy-address/g)).toHaveLength(2);
    const within = (name: string) => rangesOf(found(text, new RegExp(`${name}: ([\\d./]+)`, 'g')));
    expect([within('subnet')(address), within('ip_range')(address)]).toEqual([true, false]);
    expect(parseConfig({ TINGCHAO_PROXIES: address }).proxies).toEqual([address]);
  });

  test('of one box: it comes in by the gateway', () => {
    const text = said('compose.one-box.yaml');
    const gateway = found(text, /gateway: ([\d.]+)/g);
    expect(found(text, /TINGCHAO_PROXIES: \$\{TINGCHAO_PROXIES:-(.+)\}/g)).toEqual(gateway);
    expect(parseConfig({ TINGCHAO_PROXIES: gateway.join() }).proxies).toHaveLength(1);
  });

  test('of units: it is on this machine', () => {
    const [told = ''] = found(said('systemd/tingchao-web@.service'), /^Environment=TINGCHAO_PROXIES=(.+)$/gm);
    expect(parseConfig({ TINGCHAO_PROXIES: told }).proxies).toEqual(['127.0.0.1', '::1']);
  });
});

describe('units', () => {
  test.each(units)('%s is locked in and bounded', (file) => {
    for (const line of [
      'ProtectSystem=strict',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
      'User=tingchao',
    ]) {
      expect(said(file).split('\n')).toContain(line);
    }
    expect(said(file)).toMatch(/^MemoryMax=\d+[MG]$/m);
  });

  test('the settings they share are read without a fault', () => {
    const lines = said('systemd/tingchao.env')
      .split('\n')
      .filter((line) => line.includes('='));
    const env = Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
    expect(parseConfig(env).dataFolder).toBe('/var/lib/tingchao');
  });
});

test('the image can dump the database it is used with, and holds no secret', () => {
  const client = found(said('Dockerfile'), /postgresql-client-(\d+)/g);
  const server = found(said('compose.three-tiers.yaml'), /image: postgres:(\d+)/g);
  expect([client, server.length]).toEqual([server, 1]);
  const ignored = read('Dockerfile.dockerignore').trim().split('\n');
  expect(ignored.slice(ignored.lastIndexOf('!web'))).toContain('**/.env');
  expect(readFileSync(path.join(ROOT, '.gitignore'), 'utf8').split('\n')).toContain('.env');
});

test('the image takes along everything that is read at run time', () => {
  const copied = found(
    said('Dockerfile').split('FROM').at(-1) ?? '',
    /^COPY (?:--from=\w+ )?(.+) \S+$/gm,
  ).join(' ');
  for (const place of ['package.json', 'server', 'crawlers', '/app/web/dist', '/app/node_modules']) {
    expect(copied.split(' ')).toContain(place);
  }
});

test('the pages are built from all that they go on from, and all of it is in the context', () => {
  const stage = said('Dockerfile').split(/^FROM .*$/m)[1] ?? '';
  const copied = found(stage, /^COPY (.+) \S+$/gm).flatMap((words) => words.split(' '));
  const { extends: base } = JSON.parse(readFileSync(path.join(ROOT, 'web/tsconfig.json'), 'utf8'));
  expect(copied).toContain(path.relative(ROOT, path.resolve(ROOT, 'web', base)));
  // The build itself is the last: nothing that it reads comes after it.
  expect(stage.lastIndexOf('COPY ')).toBeLessThan(stage.indexOf('RUN npm run build'));
  const context = read('Dockerfile.dockerignore').trim().split('\n');
  const fromContext = found(said('Dockerfile'), /^COPY ((?!--from).+) \S+$/gm).flatMap((words) =>
    words.split(' '),
  );
  for (const place of new Set(fromContext)) expect(context).toContain(`!${place}`);
});
