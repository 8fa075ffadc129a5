import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { parseConfig } from '../../server/config.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { startOfHour } from '../../server/core/time.ts';
import { createWatch } from '../../server/db/watch/watches.ts';
import { detect } from '../../server/flows/detect/detect.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { openInstallation } from '../../server/installation.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { startRuntime } from '../../server/runtime.ts';
import { loadHashKey } from '../../server/secret.ts';
import { ingestDeps } from '../support/ingest.ts';
import { type Addresses, startSites } from './sites.ts';

const HOUR = 3_600_000;
const DAYS = 21;
const WEB = path.resolve(import.meta.dirname, '../../web');

export const MARKUP =
  '<img src=x onerror="window.broken=1"><script>window.broken=2</script>停暖第三天 \u202E&lt;b&gt;';

function post(id: string, text: string, at: number, more: Partial<SourcePost> = {}): SourcePost {
  const base = { source: 'rss', platform: '论坛', voice: 'forum', precision: 'second' } as const;
  return { ...base, externalId: id, text, publishedAt: at, observedAt: at, author: id, ...more };
}

/** What people wish for now and then. */
const WISHED = [
  '建议供热公司的热线晚上也有人接',
  '建议热线加开老年人专席,供热季打不进去',
  '能不能让热线报修后发短信,供热公司考虑一下',
  '希望供热公司开微信小程序缴费',
];
const EACH_WISH = 40;

/** Three quiet weeks, a little said every hour. */
function quietWeeks(now: number): SourcePost[] {
  return Array.from({ length: DAYS * 24 }, (_, hour) => {
    const at = startOfHour(now) - (hour + 1) * HOUR + 60_000;
    const wish = hour % EACH_WISH === 7 ? WISHED[Math.floor(hour / EACH_WISH) % WISHED.length] : undefined;
    const said = hour % 3 === 0 ? `暖气很热,室温二十三度,第${hour}小时` : `供热公司发布第${hour}号例行通知`;
    return post(`quiet-${hour}`, wish ? `${wish},第${hour}小时写` : said, at);
  });
}

/** The hour in which the heating fails: many people, a copied post, and one who tries to break the page. */
function coldHour(now: number): SourcePost[] {
  const cold = Array.from({ length: 40 }, (_, n) =>
    post(
      `cold-${n}`,
      `${n}号楼停暖了,老人孩子冻得发抖,供热公司电话没人接,太差劲了,必须投诉`,
      now - 30 * 60_000 - n * 20_000,
    ),
  );
  const copied = ['a', 'b', 'c'].map((id, n) =>
    post(`copy-${id}`, '供热客服说冷就多穿点,态度恶劣,气愤', now - 25 * 60_000 + n * 1_000, {
      url: `https://forum.example/${id}`,
    }),
  );
  const hostile = post('hostile', MARKUP, now - 20 * 60_000, {
    title: '<svg onload="window.broken=3">供热',
    url: 'javascript:window.broken=4',
  });
  return [...cold, ...copied, hostile];
}

export interface Desk {
  readonly url: string;
  readonly sites: Addresses;
  close(): Promise<void>;
}

/** The real server over a real database in which the heating of a city has just failed. */
export async function startDesk(): Promise<Desk> {
  if (!existsSync(path.join(WEB, 'dist/index.html'))) await build({ root: WEB, logLevel: 'error' });
  const folder = mkdtempSync(path.join(tmpdir(), 'tingchao-pages-'));
  const config = parseConfig({ TINGCHAO_DATA: folder, TINGCHAO_PORT: '0', TINGCHAO_LOG: 'silent' });
  const { db } = await openInstallation(config);
  const now = Date.now();
  const rule = { any: ['供热', '停暖', '暖气'], all: [], none: ['招聘'] };
  const watch = { name: '供热服务', rule, people: [], sources: [], active: true };
  await createWatch(db, watch, now - DAYS * 24 * HOUR);
  const deps = ingestDeps(db, { now: Date.now, hashKey: await loadHashKey(config, db) });
  await ingest(deps, { posts: quietWeeks(now), origin: 'test' });
  await ingest(deps, { posts: coldHour(now), origin: 'test' });
  const { detectors, playbooks } = await loadPlugins();
  await detect({ db, detectors, playbooks, now: Date.now }, { watchIds: null });
  await db.destroy();
  const sites = await startSites();
  const runtime = await startRuntime(config, {
    localHosts: sites.localHosts,
    replay: sites.replay,
    beat: { detect: 1, deliver: 1, feeds: 1, stories: 1 },
  });
  return {
    url: runtime.url,
    sites: sites.addresses,
    async close() {
      await runtime.close();
      sites.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
