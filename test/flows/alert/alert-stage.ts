import type { SourcePost } from '../../../server/core/mention/post.ts';
import type { Watch } from '../../../server/core/mention/watch.ts';
import type { Analysis, Reader } from '../../../server/core/reading/analysis.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import type { Channel } from '../../../server/db/channel/channels.ts';
import { saveGrouping } from '../../../server/db/channel/grouping.ts';
import type { Db } from '../../../server/db/database.ts';
import { listWatches } from '../../../server/db/watch/watches.ts';
import authority from '../../../server/detectors/authority.ts';
import coldStart from '../../../server/detectors/cold-start.ts';
import copyStorm from '../../../server/detectors/copy-storm.ts';
import hotList from '../../../server/detectors/hot-list.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import negativeShare from '../../../server/detectors/negative-share.ts';
import rumour from '../../../server/detectors/rumour.ts';
import severity from '../../../server/detectors/severity.ts';
import silence from '../../../server/detectors/silence.ts';
import sourceMix from '../../../server/detectors/source-mix.ts';
import { type DetectDeps, detect } from '../../../server/flows/detect/detect.ts';
import { type IngestReport, ingest } from '../../../server/flows/ingest/ingest.ts';
import foodSafety from '../../../server/playbooks/food-safety.ts';
import serviceOutage from '../../../server/playbooks/service-outage.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, EACH_ALONE, makeAnalysis, makePost, NOW } from '../../support/make.ts';
import { makeChannel } from '../../support/make-channel.ts';
import { makeWatch } from '../../support/make-watch.ts';

const billing: Analysis['aspects'][number] = {
  aspect: '退款',
  span: [0, 2],
  servqual: null,
  expectation: null,
  touchpoint: 'billing',
  polarity: -1,
};

/** Reads what these tests write: 停暖 is an outage, 中毒 a poisoning, 泄露 a leak, 受伤 an injury, 去世 a death, 退款 of bills, 满意 is praise. */
export const plainReader: Reader = {
  version: 'plain-1',
  read(text): Analysis {
    const categories = [
      ...(text.includes('停暖') ? (['outage'] as const) : []),
      ...(text.includes('中毒') ? (['food_poisoning'] as const) : []),
      ...(text.includes('受伤') ? (['injury'] as const) : []),
      ...(text.includes('去世') ? (['death'] as const) : []),
      ...(text.includes('泄露') ? (['privacy_leak'] as const) : []),
    ];
    return makeAnalysis({
      label: text.includes('满意') ? 1 : -1,
      severity: categories.map((category) => ({ category, confidence: 0.9, terms: ['停暖'] })),
      evidence: [{ span: [0, 2], text: text.slice(0, 2), weight: -1.5 }],
      aspects: text.includes('退款') ? [billing] : [],
    });
  },
};

const LATER = [authority, copyStorm, negativeShare, silence, sourceMix];

export interface Stage {
  readonly db: Db;
  readonly watch: Watch;
  readonly deps: DetectDeps;
  /** What all flows of the stage take for now. */
  at: Instant;
  /** @param by the feed that brings them, or the name of what they are pushed by; absent: nobody knows */
  store(posts: readonly SourcePost[], by?: number | string): Promise<IngestReport>;
  /** One detection pass over everything. */
  look(): ReturnType<typeof detect>;
  channel(parts?: Partial<Omit<Channel, 'id' | 'createdAt'>>): Promise<Channel>;
}

/** A database with one watch, the real detectors and two of the playbooks. */
export async function makeStage(parts: Partial<DetectDeps> = {}, place?: string): Promise<Stage> {
  const db = await makeDatabase(place);
  const [known] = await listWatches(db);
  return stageOn(db, known ?? (await setUpWatch(db)), parts);
}

/** What every stage has before anything is said. */
export async function setUpWatch(db: Db): Promise<Watch> {
  await saveGrouping(db, EACH_ALONE);
  return makeWatch(db, { rule: anyOf('停暖', '暖气') }, NOW - 30 * DAY);
}

export function stageOn(db: Db, watch: Watch, parts: Partial<DetectDeps> = {}): Stage {
  const now = () => stage.at;
  const reading = ingestDeps(db, { reader: plainReader, now });
  const deps: DetectDeps = {
    db,
    detectors: [severity, nbTail, coldStart, hotList, rumour, ...LATER],
    playbooks: [serviceOutage, foodSafety],
    now,
    ...parts,
  };
  const stage: Stage = {
    db,
    watch,
    deps,
    at: NOW,
    store: (posts, by) =>
      ingest(reading, {
        posts,
        origin: 'test',
        ...(typeof by === 'string' ? { inlet: by } : by && { feedId: by }),
      }),
    look: () => detect(deps, { watchIds: null }),
    channel: (parts) => makeChannel(db, parts),
  };
  return stage;
}

/** A stage on which an outage has just rung. */
export async function makeRungStage() {
  const stage = await makeStage();
  await stage.store(voices(12, '小区停暖了', NOW));
  const [opened] = (await stage.look()).changes;
  if (opened === undefined) throw new Error('nothing rang');
  const { db } = stage;
  const deps = { db, playbooks: stage.deps.playbooks, now: () => stage.at };
  return { stage, db, alertId: opened.alertId, deps };
}

/** So many people, each in a post of their own, spread over the minutes before `at`. */
export function voices(
  count: number,
  text: string,
  at: Instant,
  parts: Partial<SourcePost> = {},
): SourcePost[] {
  return Array.from({ length: count }, (_, i) =>
    makePost({
      text: `${text}(${at}-${i})`,
      author: `${text}-${i}`,
      publishedAt: at - ((i * 7) % 50) * MINUTE,
      observedAt: at,
      ...parts,
    }),
  );
}

/** Four weeks in which little was said, the same every day. */
export function quietWeeks(now: Instant): SourcePost[] {
  const posts: SourcePost[] = [];
  for (let at = now - 28 * DAY; at < now - HOUR; at += 2 * HOUR) {
    posts.push(
      makePost({ text: `暖气来了,满意 ${at}`, author: `常客${at}`, publishedAt: at, observedAt: at }),
    );
  }
  return posts;
}
