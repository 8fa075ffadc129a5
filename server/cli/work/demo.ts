import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type Config, parseConfig } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { AlertRow, FeedRow } from '../../core/screens/screens.ts';
import { demandServer } from '../../db/engine/connectivity.ts';
import { openDatabase } from '../../db/engine/open.ts';
import { clearDemoDatabase, markDemoDatabase } from '../../db/installation/demo-ground.ts';
import { pushReviews } from '../../demo/push-reviews.ts';
import { pushSurveys } from '../../demo/push-surveys.ts';
import { REPLAYED_ORIGINS, type ReplayServer, startReplayServer } from '../../demo/replay-server.ts';
import { setStage } from '../../demo/stage.ts';
import { STORY_SECONDS } from '../../demo/story.ts';
import { StoryClock } from '../../demo/story-clock.ts';
import { openInstallation, serveAlone } from '../../installation.ts';
import { startRuntime } from '../../runtime.ts';
import type { CommandIO } from '../shell/command.ts';

const COLOUR: Readonly<Record<Level, string>> = {
  IV: '蓝 blue',
  III: '黄 yellow',
  II: '橙 orange',
  I: '红 red',
};
const LOOK_EVERY_MS = 500;

const MARK = '.tingchao-demo';
const MARK_TEXT = 'Made by `tingchao demo`, which makes this installation anew at each start.\n';
/** All that an installation consists of; nothing else in the folder is ever touched. */
const OURS = ['tingchao.db', 'tingchao.db-wal', 'tingchao.db-shm', 'author-key'];

/** Each demo has its own fresh past, so an earlier one goes; an installation that is none is left alone. */
function clearStage(folder: string): void {
  const mark = path.join(folder, MARK);
  const isDemo = existsSync(mark) && statSync(mark).isFile() && readFileSync(mark, 'utf8') === MARK_TEXT;
  if (existsSync(path.join(folder, 'tingchao.db')) && !isDemo) {
    throw new AppError(
      'bad_config',
      `TINGCHAO_DATA: ${folder} holds an installation; choose another folder for the demo`,
    );
  }
  serveAlone({ dataFolder: folder, databaseUrl: null })();
  if (isDemo) for (const file of OURS) rmSync(path.join(folder, file), { force: true });
  writeFileSync(mark, MARK_TEXT);
}

/** The same for a demo in a PostgreSQL database. */
async function clearDatabase(url: string): Promise<void> {
  const db = openDatabase(url);
  try {
    await demandServer(db);
    await clearDemoDatabase(db);
  } finally {
    await db.destroy();
  }
}

/** The wanted port, or any other when somebody has it. */
function freePort(wanted: number, host: string): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(wanted, host, () => probe.close(() => resolve(wanted)));
  });
}

async function configOf(env: CommandIO['env']): Promise<Config> {
  // The demo is for whoever sits at this machine: no token, no other address.
  const config = parseConfig({
    ...env,
    TINGCHAO_HOST: undefined,
    TINGCHAO_TOKEN: undefined,
    TINGCHAO_URL: undefined,
    TINGCHAO_DATA: env.TINGCHAO_DATA?.trim() || 'data/demo',
    TINGCHAO_LOG: env.TINGCHAO_LOG?.trim() || 'warn',
  });
  return { ...config, port: await freePort(config.port, config.host) };
}

/** Null once somebody made accounts in the demo: it goes on, and prints no more. */
async function read<T>(url: string, route: string): Promise<T | null> {
  const response = await fetch(`${url}/api/${route}`);
  if (response.status === 401) return null;
  if (!response.ok) throw new AppError('internal', `${route} answered ${response.status}`);
  return (await response.json()) as T;
}

/** Waits until every feed was read once: the quiet past is in. */
async function pastIsRead(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const feeds = await read<FeedRow[]>(url, 'feeds');
    if (feeds === null || feeds.every((feed) => feed.lastRun !== null)) return true;
    await pause(LOOK_EVERY_MS, signal);
  }
  return false;
}

/** Tells on the terminal what the alert does, until asked to stop. */
async function tellStory(url: string, replay: ReplayServer, clock: StoryClock, io: CommandIO): Promise<void> {
  const startedAt = Date.now();
  const told = new Map<number, Level>();
  while (!io.signal.aborted) {
    for (const alert of (await read<AlertRow[]>(url, 'alerts?status=open')) ?? []) {
      if (told.get(alert.id) === alert.level) continue;
      told.set(alert.id, alert.level);
      clock.reached(alert.level, Date.now());
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      const playbook = alert.playbook ? ` · ${alert.playbook.name}` : '';
      io.stderr.write(
        `  +${seconds} s  ${COLOUR[alert.level]}  ${alert.watchName}${playbook}\n          ${url}/alerts/${alert.id}\n`,
      );
    }
    await pause(LOOK_EVERY_MS, io.signal);
  }
  const calls = replay.received();
  io.stderr.write(
    `  webhook: ${calls.length} delivered, ${calls.filter((call) => call.valid).length} signatures valid\n`,
  );
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

export async function demo(speed: number, io: CommandIO): Promise<number> {
  const config = await configOf(io.env);
  if (config.databaseUrl === null) clearStage(config.dataFolder);
  else await clearDatabase(config.databaseUrl);
  const secret = randomBytes(24).toString('base64url');
  const replay = await startReplayServer(Date.now, secret);
  try {
    const { db } = await openInstallation(config);
    if (config.databaseUrl !== null) await markDemoDatabase(db);
    const { grocer } = await setStage(db, { url: `${replay.origin}/inbox`, secret }, Date.now());
    await db.destroy();
    return await show(config, { replay, grocer }, speed, io);
  } finally {
    await replay.close();
  }
}

interface Staged {
  readonly replay: ReplayServer;
  readonly grocer: number | null;
}

async function show(
  config: Config,
  { replay, grocer }: Staged,
  speed: number,
  io: CommandIO,
): Promise<number> {
  const origins = REPLAYED_ORIGINS.map((origin) => [origin, replay.origin] as const);
  const runtime = await startRuntime(config, {
    replay: Object.fromEntries(origins),
    localHosts: Object.fromEntries(
      REPLAYED_ORIGINS.map((origin) => [new URL(origin).host, { minInterval: 50 }]),
    ),
    beat: { feeds: 1, detect: 2, deliver: 1 },
  });
  try {
    io.stderr.write('听潮 demo: reading 28 quiet days …\n');
    await pushReviews(runtime.url, Date.now());
    if (grocer !== null) await pushSurveys(runtime.url, grocer, Date.now());
    if (await pastIsRead(runtime.url, io.signal)) {
      const clock = new StoryClock(Date.now(), speed);
      replay.startStory(clock);
      io.stderr.write(
        `\n  Open  ${runtime.url}\n\n  The story is fictional (演示) and takes some ${Math.round(STORY_SECONDS / speed)} seconds. Ctrl-C stops it.\n  Try a watch for 哈啰: the recorded hot board has it.\n\n`,
      );
      await Promise.race([tellStory(runtime.url, replay, clock, io), runtime.failed]);
    }
    return io.signal.aborted ? 0 : 1;
  } finally {
    await runtime.close();
  }
}
