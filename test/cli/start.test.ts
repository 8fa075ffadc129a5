import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/database.ts';
import { type Ended, jsonLines, tingchao } from './tingchao.ts';

const COUNTER = path.resolve(import.meta.dirname, '../support/count-modules.ts');
const FOLDER = path.resolve(import.meta.dirname, '../../server/cli');
const LIBRARY = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;

interface Started extends Ended {
  /** Files that the process and its threads loaded, those of Node itself left out. */
  readonly files: readonly string[];
  readonly libraries: readonly string[];
}

async function startCounting(args: readonly string[], input = ''): Promise<Started> {
  const folder = tempFolder();
  const list = path.join(folder, 'loaded');
  const settings = { TINGCHAO_DATA: folder, NODE_OPTIONS: `--import ${COUNTER}`, LOADED: list };
  const ended = await tingchao(args, input, settings);
  const loaded = readFileSync(list, 'utf8').split('\n');
  const files = [...new Set(loaded.filter((url) => url.startsWith('file:')))];
  const libraries = new Set(files.flatMap((url) => LIBRARY.exec(url)?.[1] ?? []));
  return { ...ended, files, libraries: [...libraries].sort() };
}

describe('a start loads what it needs', () => {
  test('the version: next to nothing', async () => {
    const { status, files } = await startCounting(['--version']);
    expect(status).toBe(0);
    expect(files.length).toBeLessThan(20);
  });

  test('the list of commands: their words, no library', async () => {
    const { status, files, libraries } = await startCounting(['--help']);
    expect({ status, libraries }).toEqual({ status: 0, libraries: [] });
    const commands = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(commands.length);
    expect(files.length).toBeLessThan(130);
  });

  // That no other loads more is proved by test/architecture.test.ts.
  test.each(['serve', 'demo', 'import', 'train', 'collect', 'user'])(
    '%s, written wrong: no library',
    async (name) => {
      const { status, files, libraries } = await startCounting([name, '--no-such-option']);
      expect({ status, libraries }).toEqual({ status: 1, libraries: [] });
      expect(files.length).toBeLessThan(60);
    },
  );

  test('analyse: the reader and no more, in all of its threads', async () => {
    const text = { id: 1, text: '暖气不热,打了三次投诉电话没人管' };
    const started = await startCounting(['analyse', '--threads', '1'], `${JSON.stringify(text)}\n`);
    expect([started.status, jsonLines(started.stdout)]).toEqual([0, [expect.objectContaining({ id: 1 })]]);
    expect(started.files).toContainEqual(expect.stringMatching(/\/server\/text\/pool\/thread\.ts$/));
    expect(started.libraries).toEqual(['opencc-js', 'zod']);
    expect(started.files.filter((file) => /\/server\/(http|flows|queue|bus)\//.test(file))).toEqual([]);
  });

  test('what keeps something on SQLite: its own driver and no other', async () => {
    const { status, libraries } = await startCounting(['migrate']);
    expect({ status, libraries }).toEqual({ status: 0, libraries: ['better-sqlite3', 'kysely'] });
  });

  test('reading a saved page: the sources, and none of what only a server needs', async () => {
    const page = path.resolve(
      import.meta.dirname,
      '../payloads/rss/cn-bom-and-leading-blank.constructed.xml',
    );
    const { status, files } = await startCounting(['read', 'rss', '--page', page]);
    expect(status).toBe(0);
    expect(files).toContainEqual(expect.stringMatching(/\/crawlers\/sources\/rss\.ts$/));
    const others = /\/server\/(notifiers|detectors|playbooks|scenarios|db\/(?!engine\/(full|unreachable)))/;
    expect(files.filter((file) => others.test(file))).toEqual([]);
  });
});
