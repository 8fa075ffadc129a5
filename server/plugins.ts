import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Scenario } from './core/drill/scenario.ts';
import { AppError } from './core/errors.ts';
import type { Source } from './core/feed/source.ts';
import type { Detector } from './core/finding/finding.ts';
import type { Notifier } from './core/message/notifier.ts';
import type { Playbook } from './core/playbook/playbook.ts';

export interface Plugins {
  readonly sources: ReadonlyMap<string, Source>;
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly detectors: readonly Detector[];
  readonly playbooks: readonly Playbook[];
  readonly scenarios: readonly Scenario[];
}

/** What a default export must hold, by member name and `typeof`. */
type Shape = Readonly<Record<string, 'string' | 'function' | 'object' | 'number'>>;

interface Kind {
  readonly folder: string;
  /** The member that names it, once in its folder. */
  readonly key: string;
  /** Whether the file must bear that name too. */
  readonly named: boolean;
  readonly shape: Shape;
}

const ROOT = path.resolve(import.meta.dirname, '..');

const KINDS = {
  sources: {
    folder: 'crawlers/sources',
    key: 'name',
    named: true,
    shape: {
      name: 'string',
      platform: 'string',
      params: 'object',
      every: 'number',
      collect: 'function',
      parse: 'function',
    },
  },
  notifiers: {
    folder: 'server/notifiers',
    key: 'name',
    named: true,
    shape: { name: 'string', settings: 'object', render: 'function', send: 'function' },
  },
  detectors: {
    folder: 'server/detectors',
    key: 'name',
    named: true,
    shape: { name: 'string', lookback: 'number', detect: 'function' },
  },
  playbooks: {
    folder: 'server/playbooks',
    key: 'id',
    named: false,
    shape: { id: 'string', name: 'string', triggers: 'object', steps: 'object', templates: 'object' },
  },
  scenarios: {
    folder: 'server/scenarios',
    key: 'id',
    named: true,
    shape: { id: 'string', title: 'string', playbook: 'string', injects: 'object', statement: 'object' },
  },
} as const satisfies Record<string, Kind>;

function faultsOf(file: string, plugin: unknown, kind: Kind): string[] {
  if (typeof plugin !== 'object' || plugin === null) return [`${file}: has no default export`];
  const members = plugin as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(kind.shape)
    .filter(([name, type]) => typeof members[name] !== type || members[name] === null)
    .map(([name, type]) => `${file}: its default export needs ${name} (${type})`);
  const id = path.basename(file, '.ts');
  if (wrong.length === 0 && kind.named && members[kind.key] !== id) {
    wrong.push(`${file}: ${kind.key} is "${String(members[kind.key])}" but the file is named "${id}"`);
  }
  return wrong;
}

async function loadFolder(kind: Kind, root: string, faults: string[]): Promise<unknown[]> {
  const folder = path.join(root, kind.folder);
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[^.].*\.ts$/.test(name)).sort();
  const plugins: unknown[] = [];
  for (const name of names) {
    const file = `${kind.folder}/${name}`;
    try {
      const module: { default?: unknown } = await import(pathToFileURL(path.join(folder, name)).href);
      const wrong = faultsOf(file, module.default, kind);
      if (wrong.length === 0) plugins.push(module.default);
      faults.push(...wrong);
    } catch (fault) {
      faults.push(`${file}: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
  }
  const ids = plugins.map((plugin) => String((plugin as Readonly<Record<string, unknown>>)[kind.key]));
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  faults.push(...[...twice].map((id) => `${kind.folder}: two files define ${id}`));
  return plugins;
}

function demandNone(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new AppError('bad_config', `${faults.length} plugin fault(s):\n  ${faults.join('\n  ')}`, { faults });
}

async function readSources(root: string, faults: string[]): Promise<Plugins['sources']> {
  const sources = (await loadFolder(KINDS.sources, root, faults)) as Source[];
  return new Map(sources.map((source) => [source.name, source]));
}

/** The sources alone, for a thread that reads pages. Broken files were reported when everything was loaded. */
export function loadGoodSources(): Promise<Plugins['sources']> {
  return readSources(ROOT, []);
}

/**
 * The sources alone, for whoever needs nothing else.
 * @throws AppError('bad_config') as `loadPlugins`, for the files of sources
 */
export async function loadSources(root: string = ROOT): Promise<Plugins['sources']> {
  const faults: string[] = [];
  const sources = await readSources(root, faults);
  demandNone(faults);
  return sources;
}

/**
 * Every source, notifier, detector, playbook and scenario of a drill: the folder is the registry, in the order of the
 * file names. Throws AppError('bad_config') that names every broken file and what is wrong with it.
 */
export async function loadPlugins(root: string = ROOT): Promise<Plugins> {
  const faults: string[] = [];
  const sources = await readSources(root, faults);
  const notifiers = (await loadFolder(KINDS.notifiers, root, faults)) as Notifier[];
  const detectors = (await loadFolder(KINDS.detectors, root, faults)) as Detector[];
  const playbooks = (await loadFolder(KINDS.playbooks, root, faults)) as Playbook[];
  const scenarios = (await loadFolder(KINDS.scenarios, root, faults)) as Scenario[];
  demandNone(faults);
  const named = new Map(notifiers.map((notifier) => [notifier.name, notifier]));
  return { sources, notifiers: named, detectors, playbooks, scenarios };
}
