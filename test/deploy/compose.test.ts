import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig, VARIABLES } from '../../server/config.ts';
import { rangesOf } from '../../server/http/client-address.ts';
import { inProcess } from '../cli/tingchao.ts';
import { DEPLOY, type Project, ROOT, readCompose, type Service } from './compose.ts';

const ENV = {
  TINGCHAO_TOKEN: 'x'.repeat(44),
  POSTGRES_PASSWORD: 'a1'.repeat(24),
  SITE_NAME: 'tingchao.example.com',
};
const FILES = readdirSync(DEPLOY).filter((file) => file.startsWith('compose.'));
const PROJECTS = FILES.map((file) => [file, readCompose(file, ENV)] as const);
const servicesOf = (project: Project) => Object.entries(project.services);
/** Those that run our image. */
const ours = (project: Project) => servicesOf(project).filter(([, { image }]) => image === 'tingchao');

/** Words after `server/main.ts`, wherever a service has them. */
function commandLines({ command, entrypoint, healthcheck }: Service): string[][] {
  const run = entrypoint === undefined ? [['server/main.ts', ...(command ?? ['serve'])]] : [];
  const said = [...(entrypoint ?? []), ...(healthcheck?.test ?? [])].flatMap((word) => word.split(' '));
  const at = said.flatMap((word, place) => (word === 'server/main.ts' ? [place] : []));
  const within = at.map((place) => said.slice(place));
  return [...run, ...within].map(([, ...words]) => {
    const end = words.findIndex((word) => /^(\|\||;|&&)$/.test(word));
    return end < 0 ? words : words.slice(0, end);
  });
}

test('both are found', () => {
  expect(FILES).toEqual(['compose.one-box.yaml', 'compose.three-tiers.yaml']);
});

test.each(FILES)('%s does not start without what it must be told', (file) => {
  for (const name of file.includes('three') ? Object.keys(ENV) : ['TINGCHAO_TOKEN']) {
    const { [name as keyof typeof ENV]: _, ...rest } = ENV;
    expect(() => readCompose(file, rest)).toThrow(`required variable ${name}`);
  }
});

describe.each(PROJECTS)('%s', (_, project) => {
  test('gives each service what the server reads, and values that it takes', () => {
    for (const [name, service] of ours(project)) {
      const { environment = {}, command } = service;
      for (const each of Object.keys(environment)) expect(Object.keys(VARIABLES), name).toContain(each);
      const env = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)]));
      const config = parseConfig(env);
      // What listens beyond its container asks for a token.
      if (command?.[0] === 'serve')
        expect([config.host, config.token === null], name).toEqual(['0.0.0.0', false]);
    }
  });

  test('lets everything of one installation find the same place', () => {
    const places = ours(project).map(([, { environment, volumes = [] }]) => {
      const url = environment?.DATABASE_URL;
      return url === undefined ? volumes.find((volume) => volume.endsWith(':/data')) : String(url);
    });
    expect(new Set(places).size).toBe(1);
    expect(places[0]).toBeDefined();
    const [database] = servicesOf(project).filter(([, { image }]) => image.startsWith('postgres:'));
    if (database === undefined) return expect(places[0]).toBe('data:/data');
    const [name, { environment = {} }] = database;
    const url = new URL(String(places[0]));
    expect([url.hostname, url.username, url.pathname.slice(1), url.password]).toEqual([
      name,
      environment.POSTGRES_USER,
      environment.POSTGRES_DB,
      environment.POSTGRES_PASSWORD,
    ]);
  });

  test('runs commands that there are, with options that they have', async () => {
    for (const [name, service] of ours(project)) {
      const lines = commandLines(service);
      expect(lines.length, name).toBeGreaterThan(0);
      for (const [command = '', ...rest] of lines) {
        const { status, stdout } = await inProcess([command, '--help']);
        expect([name, command, status]).toEqual([name, command, 0]);
        for (const option of rest.filter((word) => word.startsWith('--'))) expect(stdout).toContain(option);
      }
    }
  });

  test('waits for services that there are, for nothing in a ring, and for health only where it is asked', () => {
    const waits = (name: string, above: readonly string[]): void => {
      expect(above).not.toContain(name);
      const on = Object.entries(project.services[name]?.depends_on ?? {});
      for (const [other, { condition }] of on) {
        const waited = project.services[other];
        expect(waited, `${name} waits for ${other}`).toBeDefined();
        if (condition === 'service_healthy') expect(waited?.healthcheck, other).toBeDefined();
        if (condition === 'service_completed_successfully') expect(waited?.restart, other).toBe('no');
        waits(other, [...above, name]);
      }
    };
    for (const [name] of servicesOf(project)) waits(name, []);
  });

  test('mounts volumes and files that there are, and each volume somewhere', () => {
    const mounted = servicesOf(project).flatMap(([, { volumes = [] }]) =>
      volumes.map((each) => each.split(':')[0]),
    );
    for (const place of mounted) {
      if (place?.startsWith('.')) expect(existsSync(path.join(DEPLOY, place)), place).toBe(true);
      else expect(Object.keys(project.volumes)).toContain(place);
    }
    for (const volume of Object.keys(project.volumes)) expect(mounted).toContain(volume);
    // What may be written in a container that is otherwise read only is in a volume of the image.
    const dockerfile = readFileSync(path.join(DEPLOY, 'Dockerfile'), 'utf8');
    const kept: string[] = JSON.parse(/^VOLUME (.+)$/m.exec(dockerfile)?.[1] ?? '[]');
    for (const [, { volumes = [] }] of ours(project))
      for (const volume of volumes) expect(kept).toContain(volume.split(':')[1]);
  });

  test('opens each port once, and of ours only to this machine', () => {
    const ports = servicesOf(project).flatMap(([name, service]) =>
      (service.ports ?? []).map((port) => ({ name, port })),
    );
    const outside = ports.map(({ port }) => port.replace(/:\d+(\/udp)?$/, '$1'));
    expect(new Set(outside).size).toBe(outside.length);
    const own = ours(project).map(([name]) => name);
    for (const { name, port } of ports) if (own.includes(name)) expect(port).toMatch(/^127\.0\.0\.1:/);
    const exposed = /^EXPOSE (\d+)$/m.exec(readFileSync(path.join(DEPLOY, 'Dockerfile'), 'utf8'))?.[1];
    for (const { name, port } of ports) if (own.includes(name)) expect(port.split(':').at(-1)).toBe(exposed);
  });

  test('builds from files that there are', () => {
    const builds = servicesOf(project).flatMap(([, { build }]) => build ?? []);
    expect(builds.length).toBeGreaterThan(0);
    for (const { context, dockerfile } of builds) {
      expect(path.resolve(DEPLOY, context)).toBe(ROOT);
      expect(existsSync(path.resolve(DEPLOY, context, dockerfile))).toBe(true);
    }
  });

  test('asks for health within its time, and locks ours in', () => {
    const seconds = (text = '0s') => Number.parseInt(text, 10) * (text.endsWith('m') ? 60 : 1);
    for (const [name, { healthcheck }] of servicesOf(project))
      if (healthcheck) expect(seconds(healthcheck.timeout), name).toBeLessThan(seconds(healthcheck.interval));
    for (const [name, service] of ours(project))
      expect([name, service.read_only, service.cap_drop, service.init]).toEqual([name, true, ['ALL'], true]);
  });

  test('puts addresses into its own network', () => {
    const { subnet, gateway, ip_range } = project.networks.default.ipam.config[0];
    expect(rangesOf([subnet])(gateway)).toBe(true);
    for (const [, { networks = {}, environment }] of servicesOf(project)) {
      const addresses = Object.values(networks).map((each) => each.ipv4_address);
      for (const address of addresses) {
        expect(rangesOf([subnet])(address)).toBe(true);
        // Nobody else is given it.
        expect(rangesOf([ip_range ?? subnet])(address)).toBe(false);
      }
      const believed = environment?.TINGCHAO_PROXIES;
      if (believed !== undefined) expect(rangesOf([subnet])(String(believed))).toBe(true);
    }
  });
});

test('the proxy asks servers that there are, at the port where they listen', () => {
  const { services } = readCompose('compose.three-tiers.yaml', ENV);
  const servers = String(services.proxy?.environment?.WEB_SERVERS).split(' ');
  const pages = Object.entries(services).filter(([, { command }]) => command?.includes('--no-worker'));
  expect(servers).toEqual(
    pages.map(([name, { environment }]) => `${name}:${environment?.TINGCHAO_PORT ?? 8420}`),
  );
  const caddy = readFileSync(path.join(DEPLOY, 'Caddyfile'), 'utf8');
  for (const name of Object.keys(services.proxy?.environment ?? {})) expect(caddy).toContain(`{$${name}:`);
});
