import type { Alert } from '../../core/alert/alert.ts';
import { byGravity } from '../../core/alert/by-gravity.ts';
import { countHeld } from '../../core/finding/held-counts.ts';
import type { Watch } from '../../core/mention/watch.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { Overview } from '../../core/screens/screens.ts';
import { HOUR, type Instant, MINUTE } from '../../core/time.ts';
import { listOpenAlerts } from '../alert/alerts.ts';
import { listSituations } from '../alert/situations.ts';
import type { Db } from '../database.ts';
import { sideBySide } from '../engine/side-by-side.ts';
import { chosenWatches, listWatches } from '../watch/watches.ts';
import { readAlertMarks } from './alert/alert-marks.ts';
import { readAlertRowsOf } from './alert/alert-rows.ts';
import { shareOf, sumOf, volumeOf } from './alert/chart.ts';
import { type History, readHistory } from './alert/history.ts';
import { readSetup } from './feed/blindness.ts';
import { readTrust } from './feed/trust.ts';
import { countDateOnly } from './mention/date-only.ts';
import { newestKeys } from './mention/mention-keys.ts';
import { readMentionRows } from './mention/mention-rows.ts';
import { outsideOf } from './mention/story-marks.ts';
import { readTopics } from './mention/topics.ts';
import { topStories } from './story/top-stories.ts';
import { readFacets, readPlatforms } from './trends/breakdowns.ts';

export interface OverviewInput {
  /** Null for all active watches together, and open alerts of all watches. */
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly now: Instant;
  readonly playbooks: readonly Playbook[];
}

const STREAM = 20;
const STORIES = 3;

/**
 * The first page. Counts come from the hourly buckets alone; mentions are touched only for the stream and
 * the topics, newest first by primary key, a bounded number of them.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readOverview(db: Db, input: OverviewInput): Promise<Overview> {
  const { watchId, from, to, now } = input;
  const all = await listWatches(db);
  const watches = chosenWatches(all, watchId);
  const ids = watches.map((watch) => watch.id);
  const history = await readHistory(db, { watches, from, to, now });
  const range = { from: history.start, to: history.end };
  const volume = volumeOf(history);
  const [about, alerts, stream, facets, standing, trust, platforms, marks, setup, dateOnly] =
    await sideBySide(
      db,
      () => readAbout(db, ids, range, input.watchId === null),
      () => readAlerts(db, input, all),
      () => readStream(db, ids, Math.max(to, range.to)),
      () => readFacets(db, ids, range.from, range.to),
      () => readStanding(db, watches),
      () => readTrust(db, now),
      () => readPlatforms(db, ids, range.from, range.to),
      () => readAlertMarks(db, ids, range),
      () => readSetup(db),
      () => countDateOnly(db, ids, now),
    );
  return {
    now,
    from,
    to,
    watchId,
    unit: history.unit,
    volume,
    ...alerts,
    share: shareWithin(history, volume),
    ...about,
    ...standing,
    dateOnly,
    marks,
    facets,
    platforms,
    trust,
    setup,
    stream,
  };
}

/**
 * All open alerts, those that were asked for as rows, and where the gravest of them began. A watch that is paused
 * looks for nothing new: what it found still waits for somebody.
 */
async function readAlerts(db: Db, { watchId, playbooks, now }: OverviewInput, all: readonly Watch[]) {
  const open = await listOpenAlerts(db);
  const own = open.filter((alert) => watchId === null || alert.watchId === watchId).sort(byGravity);
  const [alerts, origin] = await sideBySide(
    db,
    () => readAlertRowsOf(db, own, playbooks, now),
    () => readOrigin(db, own[0]),
  );
  return { watches: described(all, open), alerts, origin };
}

/** What is spoken of: the largest stories, and topics beside them. */
async function readAbout(
  db: Db,
  watchIds: readonly number[],
  range: { readonly from: Instant; readonly to: Instant },
  isAll: boolean,
) {
  const [topics, stories] = await sideBySide(
    db,
    () => readTopics(db, watchIds, range.from, range.to),
    () => topStories(db, watchIds, range, { most: STORIES, isAll }),
  );
  return { stories, topics: await outsideOf(db, topics, stories) };
}

async function readStream(db: Db, watchIds: readonly number[], to: Instant) {
  const keys = await newestKeys(db, watchIds, { filter: { from: 0, to } }, STREAM);
  return readMentionRows(db, keys);
}

function shareWithin(history: History, volume: ReturnType<typeof volumeOf>): Overview['share'] {
  const { inRange, before } = history;
  const [negative, total] = [sumOf(inRange, 'negative'), sumOf(inRange, 'total')];
  return {
    negative,
    total,
    originals: total - sumOf(inRange, 'copies'),
    ...omitN(shareOf(negative, total)),
    before: beforeOf(before),
    points: volume.map((point) => ({
      at: point.at,
      ...shareOf(point.negative, point.negative + point.neutral + point.positive),
    })),
  };
}

function described(watches: readonly Watch[], open: readonly Alert[]): Overview['watches'] {
  const levelOf = (id: number) => open.find((alert) => alert.watchId === id)?.level ?? null;
  return watches.filter(({ active }) => active).map(({ id, name }) => ({ id, name, level: levelOf(id) }));
}

function omitN<T extends { readonly n: number }>(share: T): Omit<T, 'n'> {
  const { n: _, ...rest } = share;
  return rest;
}

function beforeOf(hours: Parameters<typeof sumOf>[0]): Overview['share']['before'] {
  const { p, n } = shareOf(sumOf(hours, 'negative'), sumOf(hours, 'total'));
  return { p, n };
}

/** How the watches stood at the last look. */
async function readStanding(db: Db, watches: readonly Watch[]): Promise<Pick<Overview, 'risk' | 'held'>> {
  const situations = new Map((await listSituations(db)).map((each) => [each.watchId, each]));
  const seen = watches.flatMap(({ id, name }) => {
    const situation = situations.get(id);
    return situation ? [{ watchId: id, name, situation }] : [];
  });
  return {
    risk: seen
      .map(({ situation: { risk, at }, ...watch }) => ({ ...watch, risk, at }))
      .sort((a, b) => b.risk.index - a.risk.index),
    held: countHeld(seen.flatMap(({ situation }) => situation.held)),
  };
}

/** Complaints with a longer pause between them than this belong to different beginnings. */
const PAUSE = 30 * MINUTE;
const LOOK_BACK = 6 * HOUR;
const MAX_MENTIONS_SCANNED = 300;

/** Where it began: the first of the negative mentions that run without a long pause up to the alert. */
async function readOrigin(db: Db, alert: Alert | undefined): Promise<Overview['origin']> {
  if (!alert) return null;
  const back = await db
    .selectFrom('mention')
    .select(['platform', 'at'])
    .where('watch_id', '=', alert.watchId)
    .where('at', '<=', alert.openedAt)
    .where('at', '>', alert.openedAt - LOOK_BACK)
    .where('sentiment', '=', -1)
    .where('counted', '=', 1)
    .orderBy('at', 'desc')
    .limit(MAX_MENTIONS_SCANNED)
    .execute();
  const pause = back.findIndex(({ at }, i) => i > 0 && (back[i - 1]?.at ?? at) - at > PAUSE);
  return back.at(pause < 0 ? -1 : pause - 1) ?? null;
}
