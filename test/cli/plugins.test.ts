import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPlugins, loadSources } from '../../server/plugins.ts';
import { tempFolder } from '../support/database.ts';

function filesIn(folder: string, files: Readonly<Record<string, string>>, root = tempFolder()): string {
  mkdirSync(path.join(root, folder), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, folder, name), text);
  return root;
}

const detectors = (files: Readonly<Record<string, string>>) => filesIn('server/detectors', files);

const good = (name: string) => `export default { name: '${name}', lookback: 1, detect: () => [] };`;

describe('plugins', () => {
  test('every file in the five folders is found, none registered by hand', async () => {
    const plugins = await loadPlugins();
    expect([...plugins.sources.keys()]).toEqual(
      expect.arrayContaining(['rss', 'baidu-hot', 'appstore-reviews']),
    );
    expect([...plugins.notifiers.keys()]).toEqual(
      expect.arrayContaining(['dingtalk', 'email', 'feishu', 'webhook', 'wecom']),
    );
    expect(plugins.playbooks).toHaveLength(10);
    expect(plugins.scenarios.length).toBeGreaterThanOrEqual(5);
    expect(plugins.detectors.length).toBeGreaterThan(0);
  });

  test('a new file is enough; what is no .ts file does not matter', async () => {
    const root = detectors({ 'late-night.ts': good('late-night'), 'README.md': '#', '.late.ts.swp': 'x' });
    expect((await loadPlugins(root)).detectors.map(({ name }) => name)).toEqual(['late-night']);
  });

  test('every broken file is told at once, by name and with what is wrong', async () => {
    const root = detectors({
      'a-nothing.ts': 'export const x = 1;',
      'b-half.ts': `export default { name: 'b-half' };`,
      'c-other-name.ts': good('something-else'),
      'd-throws.ts': `throw new Error('no dictionary');`,
      'e-good.ts': good('e-good'),
    });
    const fault = await loadPlugins(root).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(fault).toContain('a-nothing.ts: has no default export');
    expect(fault).toContain('b-half.ts: its default export needs detect (function)');
    expect(fault).toContain('c-other-name.ts: name is "something-else"');
    expect(fault).toContain('d-throws.ts: no dictionary');
    expect(fault).not.toContain('e-good');
  });

  test('whoever needs sources alone hears of broken sources, and of nothing else', async () => {
    const root = detectors({ 'a-nothing.ts': 'export const x = 1;' });
    expect((await loadSources(root)).size).toBe(0);
    filesIn('crawlers/sources', { 'b-nothing.ts': 'export const x = 1;' }, root);
    await expect(loadSources(root)).rejects.toThrow(
      /^1 plugin fault\(s\):\n {2}crawlers\/sources\/b-nothing.ts: has no default export$/,
    );
  });
});
