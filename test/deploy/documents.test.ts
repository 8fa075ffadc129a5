import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { VARIABLES } from '../../server/config.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { tempFolder } from '../support/database.ts';
import { pageOf, READ_AT } from '../support/read-payload.ts';
import { ROOT } from './compose.ts';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const guides = globSync('server/docs/*.md', { cwd: ROOT });
const LANGUAGES = [
  ['English', ''],
  ['Chinese', '.zh'],
] as const;
const documents = ['README.md', 'server/deploy/README.md', 'server/deploy/SCALE.md', ...guides];

/** Headings as the addresses that GitHub makes of them. */
function anchorsIn(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

describe.each(documents)('%s', (file) => {
  const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);

  test('links to files and headings that are there', () => {
    const broken = links
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [to = '', anchor] = link.split('#');
        const target = to === '' ? file : path.join(path.dirname(file), to);
        if (!existsSync(path.join(ROOT, target))) return true;
        return anchor !== undefined && !anchorsIn(read(target)).includes(decodeURIComponent(anchor));
      });
    expect(broken).toEqual([]);
  });

  test('names files and folders that are there', () => {
    const text = read(file);
    const made = [...examplesIn(text).keys(), 'server/deploy/.env'];
    const named = [...text.matchAll(/`((?:server|crawlers|web|test|\.ci)\/[\w./-]+)`/g)].map(
      ([, at = '']) => at,
    );
    const missing = named.filter((at) => !existsSync(path.join(ROOT, at)));
    expect(missing.filter((at) => !made.some((each) => each.startsWith(at)))).toEqual([]);
  });
});

test('every guide but the table of figures is there in both languages', () => {
  const english = guides.filter((file) => !file.endsWith('.zh.md') && !file.endsWith('benchmarks.md'));
  expect(english.length).toBeGreaterThan(4);
  for (const file of english) expect(guides).toContain(file.replace(/\.md$/, '.zh.md'));
});

test.each(LANGUAGES)('the reference of settings names each of them, and none besides: %s', (_, language) => {
  const text = read(`server/docs/configuration${language}.md`);
  for (const name of Object.keys(VARIABLES)) expect(text).toContain(`\`${name}\``);
  for (const [name] of text.matchAll(/TINGCHAO_\w+/g))
    if (name !== 'TINGCHAO_') expect(Object.keys(VARIABLES)).toContain(name);
});

test.each(LANGUAGES)('the list of commands names each of them: %s', (_, language) => {
  const text = read(`server/docs/operations${language}.md`);
  const commands = readdirSync(path.join(ROOT, 'server/cli')).filter((file) => file.endsWith('.ts'));
  expect(commands.length).toBeGreaterThan(20);
  for (const file of commands) expect(text).toMatch(new RegExp(`\`${path.basename(file, '.ts')}[ \`]`));
});

/** The examples of a guide: files by the path that stands before each. */
function examplesIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/`([\w/.-]+\.(?:ts|json))`[.:：]?\n\n```(?:ts|json)\n([\s\S]*?)```/g);
  return new Map([...found].map(([, file = '', code = '']) => [file, code]));
}

/** A tree that has the guide's files as its only plugins, beside everything that they may import. */
function treeOf(examples: ReadonlyMap<string, string>): string {
  const root = tempFolder();
  for (const file of examples.keys()) mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  mkdirSync(path.join(root, 'server'), { recursive: true });
  symlinkSync(path.join(ROOT, 'server/core'), path.join(root, 'server/core'));
  const readers = readdirSync(path.join(ROOT, 'crawlers')).filter((name) => name !== 'sources');
  mkdirSync(path.join(root, 'server/notifiers'), { recursive: true });
  for (const file of [...readers.map((name) => `crawlers/${name}`), 'server/notifiers/shared'])
    symlinkSync(path.join(ROOT, file), path.join(root, file));
  for (const [file, code] of examples) writeFileSync(path.join(root, file), code);
  return root;
}

test.each([
  ['English', '', { sources: 1, notifiers: 1, detectors: 1, playbooks: 1 }],
  ['Chinese', '.zh', { sources: 1, notifiers: 0, detectors: 0, playbooks: 0 }],
])('the examples of how to add a plugin load and read as they are: %s', async (_, language, wanted) => {
  const examples = examplesIn(read(`server/docs/contributing${language}.md`));
  const { sources, notifiers, detectors, playbooks } = await loadPlugins(treeOf(examples));
  expect({
    sources: sources.size,
    notifiers: notifiers.size,
    detectors: detectors.length,
    playbooks: playbooks.length,
  }).toEqual(wanted);
  const [source] = sources.values();
  const sample = source?.samples[0];
  const body = examples.get(`test/payloads/${source?.name}/${sample?.file}`) ?? '';
  const result = source?.parse(pageOf(body, { contentType: 'application/json' }), {}, READ_AT);
  expect(result).toMatchObject({ kind: 'posts', refused: [] });
  expect(result?.kind === 'posts' && { posts: result.posts.length }).toEqual(sample?.expect);
});
