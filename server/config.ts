import { isIP } from 'node:net';
import path from 'node:path';
import {
  type Env,
  type Fault,
  isLoopback,
  readDatabaseUrl,
  readPlaces,
  readProxy,
  readRanges,
  readUrl,
  readWhole,
} from './config-values.ts';
import { AppError } from './core/errors.ts';
import { nearest } from './core/nearest.ts';

export interface Config {
  /** Absolute path of the folder that holds the database and the hash key, where there is no other database. */
  readonly dataFolder: string;
  /** Address of the PostgreSQL database, password and all: never logged. null: SQLite in the data folder. */
  readonly databaseUrl: string | null;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly token: string | null;
  /** Where people reach the pages, without a slash at the end; null: where the server listens. */
  readonly publicUrl: string | null;
  /** Reverse proxies before the pages that are believed when they say who asks: addresses, and ranges of them. */
  readonly proxies: readonly string[];
  /** Key of the author pseudonyms as configured; null: the one kept with the installation. */
  readonly secret: string | null;
  /** In the crawler's User-Agent: where a site's owner finds out who reads it. */
  readonly contact: string;
  /** Hosts, as `name` or `name:port`, that the crawler may reach although their address is private. */
  readonly allowPrivate: readonly string[];
  /** How to leave the network, from HTTP_PROXY, HTTPS_PROXY and NO_PROXY; null: directly. */
  readonly proxy: {
    readonly http: string | null;
    readonly https: string | null;
    readonly none: string;
  } | null;
  readonly logLevel: LogLevel;
  /** Days that a stored post is kept; 0: for ever. */
  readonly retentionDays: number;
  /** Threads that read texts; 0: as many as the cores allow. */
  readonly analysisThreads: number;
  /** Asked once a minute while all goes well, so that whoever is behind it misses us when nothing does; null: none. */
  readonly heartbeatUrl: string | null;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const REPOSITORY = 'https://github.com/tingchao/tingchao';
const MIN_TOKEN_LENGTH = 24;
const MIN_SECRET_LENGTH = 32;
const MAX_RETENTION_DAYS = 36_500;
const MAX_ANALYSIS_THREADS = 64;

/** Every variable with what it means, in the order in which `help` prints them. */
export const VARIABLES: Readonly<Record<string, string>> = {
  TINGCHAO_DATA: 'folder of the installation (default ./data)',
  DATABASE_URL:
    'PostgreSQL 15 or newer to store in instead, like postgres://user:password@host:5432/tingchao',
  TINGCHAO_HOST: 'address to listen on (default 127.0.0.1; any other needs TINGCHAO_TOKEN)',
  TINGCHAO_PORT: 'port to listen on (default 8420; 0 takes a free one)',
  TINGCHAO_TOKEN: `access token that people without an account log in with (at least ${MIN_TOKEN_LENGTH} characters)`,
  TINGCHAO_URL: 'where people reach the pages, for links in alerts (default: where it listens)',
  TINGCHAO_PROXIES:
    'proxies before the pages, like 127.0.0.1,10.0.0.0/8, that are believed when they say who asks',
  TINGCHAO_SECRET:
    'key of the author pseudonyms (default: made once, kept in the data folder or the database)',
  TINGCHAO_CONTACT: `contact address in the crawler's User-Agent (default ${REPOSITORY})`,
  TINGCHAO_ALLOW_PRIVATE:
    'hosts (name or name:port), comma separated, that the crawler may reach though private',
  HTTP_PROXY:
    'proxy that crawler, channels and heartbeat leave by, like http://proxy:3128 (also HTTPS_PROXY for https pages)',
  NO_PROXY: 'hosts, comma separated, that are reached without a proxy',
  TINGCHAO_LOG: `how much to log: ${LOG_LEVELS.join(', ')} (default info)`,
  TINGCHAO_RETENTION_DAYS: 'days that a post is kept, counted from when it was stored (default 0: for ever)',
  TINGCHAO_ANALYSIS_THREADS:
    'threads that read texts, 150 MB each (default 0: by cores; a server leaves one to the pages)',
  TINGCHAO_HEARTBEAT_URL:
    'address of healthchecks.io, Uptime Kuma or the like, asked once a minute while everything works',
};

export interface ConfigFault {
  readonly variable: string;
  readonly problem: string;
  readonly fix: string;
}

function readContact(env: Env, fault: Fault): string {
  const raw = env.TINGCHAO_CONTACT?.trim();
  if (!raw) return REPOSITORY;
  if (/^(https?:\/\/[^\s]+|mailto:[^\s@]+@[^\s@]+)$/i.test(raw) && URL.canParse(raw)) return raw;
  fault(
    'TINGCHAO_CONTACT',
    `"${raw}" is no address of a page or a mailbox`,
    'set it like mailto:you@example.com',
  );
  return REPOSITORY;
}

function readLevel(env: Env, fault: Fault): LogLevel {
  const raw = env.TINGCHAO_LOG?.trim().toLowerCase();
  if (!raw) return 'info';
  const level = LOG_LEVELS.find((each) => each === raw);
  if (level === undefined) {
    fault('TINGCHAO_LOG', `"${raw}" is not a log level`, `use one of ${LOG_LEVELS.join(', ')}`);
  }
  return level ?? 'info';
}

function readToken(env: Env, host: string, fault: Fault): string | null {
  const token = env.TINGCHAO_TOKEN?.trim() || null;
  const make = 'make one with: openssl rand -base64 32';
  if (token === null && !isLoopback(host)) {
    fault(
      'TINGCHAO_TOKEN',
      `is not set, but TINGCHAO_HOST=${host} lets other machines in`,
      `${make}; or unset TINGCHAO_HOST to listen on this machine only`,
    );
  }
  if (token !== null && token.length < MIN_TOKEN_LENGTH) {
    fault('TINGCHAO_TOKEN', `has ${token.length} characters, fewer than ${MIN_TOKEN_LENGTH}`, make);
  }
  return token;
}

function readSecret(env: Env, fault: Fault): string | null {
  const secret = env.TINGCHAO_SECRET?.trim() || null;
  if (secret !== null && secret.length < MIN_SECRET_LENGTH) {
    fault(
      'TINGCHAO_SECRET',
      `has ${secret.length} characters, fewer than ${MIN_SECRET_LENGTH}`,
      'make one with: openssl rand -hex 32; or unset it and one is made for you',
    );
  }
  return secret;
}

function checkNames(env: Env, fault: Fault): void {
  const known = Object.keys(VARIABLES);
  for (const name of Object.keys(env).filter(
    (each) => each.startsWith('TINGCHAO_') && !known.includes(each),
  )) {
    const meant = nearest(name, known);
    fault(name, 'is not a known setting', meant ? `did you mean ${meant}?` : `known are ${known.join(', ')}`);
  }
}

function checkHost(host: string, fault: Fault): void {
  if (isIP(host.replace(/^\[|\]$/g, '')) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) return;
  fault(
    'TINGCHAO_HOST',
    `"${host}" is not an address or host name`,
    'set it like TINGCHAO_HOST=127.0.0.1, or unset it',
  );
}

/**
 * Settings from the environment. Throws AppError('bad_config') that names every fault at once, each
 * with its variable, what is wrong and how to fix it (`details.faults`). Reads nothing else.
 */
export function parseConfig(env: Env): Config {
  const faults: ConfigFault[] = [];
  const fault: Fault = (variable, problem, fix) => faults.push({ variable, problem, fix });
  const host = env.TINGCHAO_HOST?.trim() || '127.0.0.1';
  checkNames(env, fault);
  checkHost(host, fault);
  const config: Config = {
    dataFolder: path.resolve(env.TINGCHAO_DATA?.trim() || 'data'),
    databaseUrl: readDatabaseUrl(env, fault),
    host,
    port: readWhole(env, 'TINGCHAO_PORT', 8420, 65_535, fault),
    token: readToken(env, host, fault),
    publicUrl: readUrl(env, 'TINGCHAO_URL', fault),
    proxies: readRanges(env, 'TINGCHAO_PROXIES', fault),
    secret: readSecret(env, fault),
    contact: readContact(env, fault),
    allowPrivate: readPlaces(env, 'TINGCHAO_ALLOW_PRIVATE', fault),
    proxy: readProxy(env, fault),
    logLevel: readLevel(env, fault),
    retentionDays: readWhole(env, 'TINGCHAO_RETENTION_DAYS', 0, MAX_RETENTION_DAYS, fault),
    analysisThreads: readWhole(env, 'TINGCHAO_ANALYSIS_THREADS', 0, MAX_ANALYSIS_THREADS, fault),
    heartbeatUrl: readUrl(env, 'TINGCHAO_HEARTBEAT_URL', fault),
  };
  demandNone(faults);
  return config;
}

/** `TINGCHAO_ANALYSIS_THREADS` alone, for a command that needs no other setting. Throws as parseConfig does. */
export function readAnalysisThreads(env: Env): number {
  const faults: ConfigFault[] = [];
  const threads = readWhole(
    env,
    'TINGCHAO_ANALYSIS_THREADS',
    0,
    MAX_ANALYSIS_THREADS,
    (variable, problem, fix) => faults.push({ variable, problem, fix }),
  );
  demandNone(faults);
  return threads;
}

function demandNone(faults: readonly ConfigFault[]): void {
  if (faults.length === 0) return;
  const words = faults.map(({ variable, problem, fix }) => `  ${variable} ${problem}\n    → ${fix}`);
  throw new AppError('bad_config', `the settings have ${faults.length} fault(s):\n${words.join('\n')}`, {
    faults,
  });
}
