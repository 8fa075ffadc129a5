import { type AlertSilence, GRAVEST_SILENCED, silenceState } from '../../../core/alert/alert-silence.ts';
import type { SilenceRow } from '../../../core/screens/silences.ts';
import type { Instant } from '../../../core/time.ts';
import { listSilences } from '../../channel/silences.ts';
import type { Db } from '../../database.ts';

/** Silences that are over, on the page. */
const PAST = 100;

/** Silences that hold, that will, and that did, newest first. */
export async function readSilenceRows(db: Db, now: Instant): Promise<readonly SilenceRow[]> {
  return rowsOf(db, await listSilences(db, now, PAST), now);
}

export async function rowsOf(
  db: Db,
  silences: readonly AlertSilence[],
  now: Instant,
): Promise<readonly SilenceRow[]> {
  if (silences.length === 0) return [];
  const ids = silences.map(({ id }) => id);
  const named = (of: 'watchIds' | 'storyIds') => [
    ...new Set(silences.flatMap(({ matcher }) => matcher[of] ?? [])),
  ];
  const watches = await namesOf(named('watchIds'), (some) =>
    db.selectFrom('watch').select(['id', 'name']).where('id', 'in', some).execute(),
  );
  const stories = await namesOf(named('storyIds'), (some) =>
    db
      .selectFrom('story')
      .select((select) => ['id', select.fn.coalesce('own_title', 'title').as('name')])
      .where('id', 'in', some)
      .execute(),
  );
  const held = await db
    .selectFrom('delivery')
    .select(['silence_id', (select) => select.fn.count<number>('alert_id').distinct().as('alerts')])
    .where('silence_id', 'in', ids)
    .groupBy('silence_id')
    .execute();
  const alerts = new Map(held.map((row) => [row.silence_id, row.alerts]));
  return silences.map((silence) => {
    const { matcher } = silence;
    return {
      ...silence,
      state: silenceState(silence, now),
      maxLevel: matcher.maxLevel ?? GRAVEST_SILENCED,
      watches: (matcher.watchIds ?? []).map((id) => ({ id, name: watches.get(id) ?? null })),
      stories: (matcher.storyIds ?? []).map((id) => ({ id, title: stories.get(id) ?? null })),
      alerts: alerts.get(silence.id) ?? 0,
    };
  });
}

async function namesOf(
  ids: readonly number[],
  read: (ids: readonly number[]) => Promise<readonly { readonly id: number; readonly name: string }[]>,
): Promise<ReadonlyMap<number, string>> {
  const rows = ids.length === 0 ? [] : await read(ids);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
