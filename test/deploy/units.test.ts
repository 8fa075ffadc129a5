import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { VARIABLES } from '../../server/config.ts';
import { DEPLOY, ROOT } from './compose.ts';

const FOLDER = path.join(DEPLOY, 'systemd');
const files = readdirSync(FOLDER);
const services = files.filter((file) => file.endsWith('.service'));
const timers = files.filter((file) => file.endsWith('.timer'));

/** Sections with their settings, each with every value that it is given. */
function readUnit(file: string): Map<string, Map<string, string[]>> {
  const sections = new Map<string, Map<string, string[]>>();
  let section: Map<string, string[]> | undefined;
  for (const line of readFileSync(path.join(FOLDER, file), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, title] = /^\[(\w+)\]$/.exec(line) ?? [];
    if (title !== undefined) {
      expect(sections.has(title), `${file}: ${title} twice`).toBe(false);
      section = new Map();
      sections.set(title, section);
      continue;
    }
    const [, name = '', value = ''] = /^([A-Z]\w+)=(.*)$/.exec(line) ?? [];
    expect([file, line, name !== '' && section !== undefined]).toEqual([file, line, true]);
    section?.set(name, [...(section.get(name) ?? []), value]);
  }
  return sections;
}

/** What may stand once only: a second value would quietly take the place of the first. */
const MANY = new Set(['Environment', 'After', 'Wants', 'ReadWritePaths']);

describe.each(services)('%s', (file) => {
  const unit = readUnit(file);
  const service = unit.get('Service') ?? new Map<string, string[]>();
  const one = (name: string) => service.get(name)?.[0];

  test('says everything once', () => {
    for (const settings of unit.values())
      for (const [name, values] of settings)
        if (!MANY.has(name)) expect([name, values.length]).toEqual([name, 1]);
  });

  test('starts a program that is there, from where it is unpacked', () => {
    expect(one('WorkingDirectory')).toBe('/opt/tingchao');
    const [program = '', ...words] = (one('ExecStart') ?? '').split(' ');
    expect(program).toBe('/opt/tingchao/node_modules/.bin/node');
    const script = words.find((word) => !word.startsWith('-')) ?? '';
    expect(existsSync(path.join(ROOT, script)), script).toBe(true);
  });

  test('sets what the server reads, and writes only where it may', () => {
    for (const setting of service.get('Environment') ?? [])
      expect(Object.keys(VARIABLES)).toContain(setting.split('=')[0]);
    expect(one('StateDirectory')).toBe('tingchao');
    const words = (one('ExecStart') ?? '').split(' ');
    const written = words.filter((word) => word.startsWith('/var/'));
    for (const place of written) expect(service.get('ReadWritePaths') ?? []).toContain(place);
  });

  test('is started by the machine where it stays, and by a clock where it ends', () => {
    const isOnce = one('Type') === 'oneshot';
    expect(unit.get('Install')?.get('WantedBy')).toEqual(isOnce ? undefined : ['multi-user.target']);
    expect(one('Restart')).toBe(isOnce ? undefined : 'on-failure');
    if (isOnce) expect(timers).toContain(file.replace(/service$/, 'timer'));
    // A worker hands back what it cannot finish within ten seconds.
    else expect(Number(one('TimeoutStopSec'))).toBeGreaterThan(10);
  });
});

test('each clock has its work, and the guide names every unit', () => {
  const guide = readFileSync(path.join(DEPLOY, 'README.md'), 'utf8');
  for (const timer of timers) {
    expect(services).toContain(timer.replace(/timer$/, 'service'));
    expect(readUnit(timer).get('Install')?.get('WantedBy')).toEqual(['timers.target']);
  }
  const begun = [...timers, ...services.filter((file) => readUnit(file).has('Install'))];
  for (const file of begun)
    expect(guide).toMatch(new RegExp(`enable --now[^\n]* ${file.replace(/(@?)\.service$/, '$1')}`));
});
