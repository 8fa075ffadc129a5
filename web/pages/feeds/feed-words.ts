import type { FeedPace, FeedPreview, FeedRow, FeedRun } from '../../api/client.ts';
import { CHINA, DAY } from '../../time.ts';
import { f, t, word } from '../../words/say.svelte.ts';

type Fault = { readonly wall: string | null; readonly failure: string | null };

/** What stopped a run, in plain words; empty when nothing did. */
export function reasonOf({ wall, failure }: Fault): string {
  if (wall !== null) return word(t().codes.wall, wall);
  return failure === null ? '' : word(t().codes.failure, failure);
}

/** What a person can do about it; empty when there is nothing to say. */
export function nextStepOf({ wall, failure }: Fault): string {
  const { wallNext, failureNext } = t().codes;
  if (wall !== null && Object.hasOwn(wallNext, wall)) return word(wallNext, wall);
  return failure !== null && Object.hasOwn(failureNext, failure) ? word(failureNext, failure) : '';
}

/** What a run came to: the reason where there is one, else the outcome. */
export function outcomeOf(run: Pick<FeedRun, 'outcome' | 'wall' | 'failure'>): string {
  return reasonOf(run) || t().codes.outcome[run.outcome];
}

/** What ails a feed and for how long; empty when nothing does. */
export function troubleOf(row: FeedRow): string {
  if (row.health === 'paused') return '';
  const parts = [
    row.lastRun ? reasonOf(row.lastRun) : '',
    row.failures > 1 ? t().feedCare.inRow(String(row.failures)) : '',
    row.downSince === null ? '' : t().feedCare.since(f.moment(row.downSince)),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** What a page is that nobody keeps from us, and that is no content all the same. */
const UNREADABLE: ReadonlySet<string> = new Set(
  'gone not-a-feed not-json malformed shape-changed empty-body too-large entity-bomb'.split(' '),
);

const isUnreadable = (wall: string | null | undefined): boolean => UNREADABLE.has(wall ?? '');

/** How a feed is, in a word. */
export function healthOf({ health, lastRun }: Pick<FeedRow, 'health' | 'lastRun'>): string {
  return health === 'walled' && isUnreadable(lastRun?.wall)
    ? t().feedCare.unreadable
    : t().codes.health[health];
}

/** What to do about it; of a sharp fall where nothing else ails it. */
export function adviceOf(row: FeedRow): string {
  if (row.health === 'paused') return '';
  const next = row.lastRun ? nextStepOf(row.lastRun) : '';
  return next === '' && row.usual.fallen ? t().feedCare.fallenNext : next;
}

/** `每 10 分钟`, `自适应,现为每 5 分钟`, `定时 0 9 * * *`. */
export function paceWords(pace: FeedPace & { readonly pace: number }): string {
  const care = t().feedCare;
  if (pace.cron !== null) return care.paceCron(pace.cron);
  const each = f.duration(pace.pace * 1_000);
  return pace.adaptive === null ? care.paceFixed(each) : care.paceAdaptive(each);
}

/** When the next turn comes. */
export function nextWords(row: Pick<FeedRow, 'active' | 'nextAt'>, now: number): string {
  if (!row.active || row.nextAt === null) return '—';
  return row.nextAt <= now ? t().feedCare.due : f.duration(row.nextAt - now);
}

/** What a preview came to, in one sentence. */
export function verdictOf(preview: FeedPreview): string {
  if (preview.outcome === 'posts') return t().feeds.previewPosts(preview.found, preview.posts.length);
  if (preview.outcome === 'quiet') return t().feeds.previewQuiet;
  const reason = reasonOf(preview);
  if (preview.outcome === 'wall' && !isUnreadable(preview.wall)) return t().feeds.previewWall(reason);
  const fault = preview.outcome === 'wall' ? t().feedCare.unreadable : t().feeds.previewFailed;
  return reason === '' ? fault : `${fault}${t().common.colon}${reason}`;
}

/** The last fourteen days, one value each; null for a day without a run. */
export function dailyYield(row: Pick<FeedRow, 'days'>, now: number): readonly (number | null)[] {
  const today = Math.floor((now + CHINA) / DAY) * DAY - CHINA;
  const stored = new Map(row.days.map(({ day, stored }) => [day, stored]));
  return Array.from({ length: 14 }, (_, at) => stored.get(today - (13 - at) * DAY) ?? null);
}

/** `11月9日 至 11月22日,最多 120 条` */
export function yieldLabel(row: Pick<FeedRow, 'days'>, now: number): string {
  const most = Math.max(0, ...row.days.map(({ stored }) => stored));
  return `${t().feedCare.perDay}${t().common.colon}${t().feedCare.bars(f.day(now - 13 * DAY), f.day(now), f.exact(most))}`;
}
