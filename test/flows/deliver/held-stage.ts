import type { Alert, AlertChange, AlertDraft } from '../../../server/core/alert/alert.ts';
import type { HeldNotice } from '../../../server/core/notices/held-notice.ts';
import { anyNoticeView } from '../../../server/core/notices/notice-kinds.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import type { Instant } from '../../../server/core/time.ts';
import { listOpenAlerts, listRecentAlerts } from '../../../server/db/alert/alerts.ts';
import type { ChannelInput } from '../../../server/db/channel/channels.ts';
import { claimDue } from '../../../server/db/channel/deliveries.ts';
import { saveGrouping } from '../../../server/db/channel/grouping.ts';
import { claimNotice } from '../../../server/db/channel/notices.ts';
import { recordTry } from '../../../server/db/channel/outbox.ts';
import { insertStories } from '../../../server/db/story/stories.ts';
import { silenceAlerts } from '../../../server/flows/alert/silence-alerts.ts';
import { releaseHeld } from '../../../server/flows/deliver/release-held.ts';
import { storeChange } from '../../../server/flows/deliver/store-change.ts';
import { makeDraft, makeFinding } from '../../core/alert/make-alert.ts';
import { makeDatabase } from '../../support/database.ts';
import { EACH_ALONE } from '../../support/make.ts';
import { makeChannel } from '../../support/make-channel.ts';
import { makeWatch } from '../../support/make-watch.ts';

/** A day in China on which people work, at this time of day. */
export const china = (clock: string, day = '2026-11-24'): Instant => Date.parse(`${day}T${clock}:00+08:00`);

const ENDLESS = 1e15;

/** A database in which alerts change as they would in a pass, with a clock that the test turns. */
export async function makeHeldStage(start: Instant = china('12:00')) {
  const db = await makeDatabase();
  await saveGrouping(db, EACH_ALONE);
  // No pause between two messages, unless a test asks for one.
  const stage = { at: start, cooldown: 0 };
  const now = () => stage.at;
  const faults: { readonly channelId: number; readonly alertId?: number }[] = [];
  const draft = (watchId: number, level: Level, examples: readonly number[] = []) =>
    makeDraft({ watchId, level, examples, findings: [makeFinding({ watchId })], playbooks: [] });
  const keep = (watchId: number, make: (alerts: readonly Alert[]) => AlertChange) =>
    db.transaction().execute(async (tx) => {
      const alerts = await listRecentAlerts(tx, watchId, 0);
      return storeChange(tx, make(alerts), { now: stage.at, alerts, cooldown: stage.cooldown });
    });
  const deliveries = db.selectFrom('delivery').orderBy('delivery.id');
  return Object.assign(stage, {
    db,
    now,
    watch: async (name = '供热') => (await makeWatch(db, { name }, start)).id,
    channel: (parts?: Partial<ChannelInput>) => makeChannel(db, parts, start),
    silence: async (parts: Partial<Parameters<typeof silenceAlerts>[1]> = {}) => {
      const usual = { matcher: {}, from: 0, until: 0, author: '王值班', reason: '演练' };
      return (await silenceAlerts({ db, now }, { ...usual, ...parts })).silence;
    },
    /** @returns the alert's id */
    async open(watchId: number, level: Level, examples: readonly number[] = []): Promise<number> {
      await keep(watchId, () => ({ kind: 'opened', draft: draft(watchId, level, examples) }));
      return (await listOpenAlerts(db, watchId))[0]?.id as number;
    },
    raise: (watchId: number, level: Level, examples: readonly number[] = []) =>
      keep(watchId, (alerts) => {
        const open = alerts.find(({ closedAt }) => closedAt === null) as Alert;
        return { kind: 'raised', alertId: open.id, from: open.level, draft: draft(watchId, level, examples) };
      }),
    /** The open alert of the watch changes so, with what is known of it now. */
    tell: (
      watchId: number,
      kind: 'raised' | 'surged' | 'graver' | 'playbook',
      level: Level,
      more: Partial<AlertDraft> = {},
    ) =>
      keep(watchId, (alerts) => {
        const open = alerts.find(({ closedAt }) => closedAt === null) as Alert;
        return { kind, alertId: open.id, from: open.level, draft: { ...draft(watchId, level), ...more } };
      }),
    /** A story of these posts. */
    async story(id: number, posts: readonly number[]): Promise<void> {
      await insertStories(db, [{ id, title: '锅炉停炉', firstAt: start }], start);
      await db.updateTable('story').set({ posts: posts.length }).where('id', '=', id).execute();
      const rest = { platform: 'news', author: null, sentiment: -1, copy_of: null, reach: 1 };
      const rows = posts.map((post) => ({ ...rest, story_id: id, post_id: post, at: start }));
      await db.insertInto('story_post').values(rows).execute();
    },
    /** What could not be told, by its alert and channel. */
    faults,
    release: () => releaseHeld({ db, now, onFault: (_, of) => void faults.push(of) }),
    /** As if everything that waits had arrived now. @returns ids of the deliveries, in the order of their sending */
    async send(): Promise<readonly number[]> {
      const ids: number[] = [];
      const sent = { status: 'sent', at: stage.at, answer: null } as const;
      for (;;) {
        const parcel = await claimDue(db, stage.at, ENDLESS);
        if (parcel === null) break;
        ids.push(parcel.id);
        await recordTry(db, parcel, sent);
      }
      for (;;) {
        const parcel = await claimNotice(db, stage.at, ENDLESS);
        if (parcel === null) return ids;
        await recordTry(db, parcel, sent, 'notice');
      }
    },
    rows: () =>
      deliveries
        .select(['id', 'channel_id', 'change_id', 'status', 'reason', 'silence_id', 'owed', 'notice_id'])
        .execute(),
    /** Why each was held, oldest first; null: it was not. */
    reasons: async () => (await deliveries.select('reason').execute()).map(({ reason }) => reason),
    /** What was told together, as messages say it. */
    async digests() {
      const rows = await db.selectFrom('notice').selectAll().orderBy('id').execute();
      return rows.map((row) => {
        const view = anyNoticeView(JSON.parse(row.notice_json) as HeldNotice, 'http://desk.example');
        return { id: row.id, channelId: row.channel_id, subject: view.subject, lines: view.lines };
      });
    },
  });
}
