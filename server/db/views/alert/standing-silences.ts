import type { Alert } from '../../../core/alert/alert.ts';
import { type AlertSilence, isSilencedBy } from '../../../core/alert/alert-silence.ts';
import type { StandingSilence } from '../../../core/screens/silences.ts';
import type { Instant } from '../../../core/time.ts';
import { listActiveSilences } from '../../channel/silences.ts';
import type { Db } from '../../database.ts';
import { resolveStory } from '../../story/stories.ts';
import { storyOfAlert } from '../mention/story-marks.ts';

/** Silences of this moment, oldest first, with the stories that theirs were merged into. */
export async function readActiveSilences(db: Db, now: Instant): Promise<readonly AlertSilence[]> {
  const silences: AlertSilence[] = [];
  for (const silence of await listActiveSilences(db, now)) {
    const storyIds = [...(silence.matcher.storyIds ?? [])];
    for (const id of silence.matcher.storyIds ?? []) {
      const story = await resolveStory(db, id);
      if (story !== null && !storyIds.includes(story.id)) storyIds.push(story.id);
    }
    const matcher = silence.matcher.storyIds ? { ...silence.matcher, storyIds } : silence.matcher;
    silences.push({ ...silence, matcher });
  }
  return silences;
}

/** Whether a silence keeps this alert from ringing now. */
export async function isSilencedNow(
  db: Db,
  alert: Pick<Alert, 'watchId' | 'level' | 'changedAt' | 'examples'>,
  now: Instant,
): Promise<boolean> {
  const silences = await readActiveSilences(db, now);
  if (silences.length === 0) return false;
  const { watchId, level, changedAt: at, examples } = alert;
  const isAboutStories = silences.some(({ matcher }) => matcher.storyIds);
  const story = isAboutStories ? await storyOfAlert(db, { watchId, at, examples }) : null;
  const about = { watchId, level, storyId: story?.id ?? null };
  return silences.some(({ matcher }) => isSilencedBy(matcher, about));
}

/** The silence that keeps an open alert from ringing now; null: none. */
export async function readStandingSilence(
  db: Db,
  { watchId, level }: Pick<Alert, 'watchId' | 'level'>,
  storyId: number | null,
  now: Instant,
): Promise<StandingSilence | null> {
  const silences = await readActiveSilences(db, now);
  const found = silences.find(({ matcher }) => isSilencedBy(matcher, { watchId, storyId, level }));
  if (found === undefined) return null;
  const { id, until, author, reason } = found;
  return { id, until, author, reason };
}
