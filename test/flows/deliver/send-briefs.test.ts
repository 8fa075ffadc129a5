import { describe, expect, test } from 'vitest';
import type { BriefNotice } from '../../../server/core/notices/brief-notice.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import type { BriefInput } from '../../../server/db/channel/briefs.ts';
import { updateChannel } from '../../../server/db/channel/channels.ts';
import { listPeople } from '../../../server/db/channel/people.ts';
import { parseJson } from '../../../server/db/engine/json.ts';
import { readBrief } from '../../../server/db/views/alert/brief.ts';
import { keepPerson, removePerson } from '../../../server/flows/deliver/edit-duty.ts';
import { sendBriefs } from '../../../server/flows/deliver/send-briefs.ts';
import { anyOf } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

const deps = (stage: Stage) => ({ db: stage.db, now: () => stage.at });
const daily: BriefInput = {
  id: null,
  kind: 'daily',
  minute: 8 * 60,
  weekday: 1,
  watchIds: [],
  quiet: 'skip',
};
const EIGHT = Date.parse('2026-11-23T08:00:00+08:00');

/** Somebody with a channel who wants briefs; it is five to eight. */
async function wanting(briefs: readonly BriefInput[]) {
  const stage = await makeStage();
  stage.at = EIGHT - 5 * MINUTE;
  const channel = await stage.channel({ name: '李静的手机' });
  const person = { name: '李静', title: '', zone: 'Asia/Shanghai', hours: null, channelIds: [channel.id] };
  await keepPerson(deps(stage), null, { ...person, briefs });
  return { stage, channel, person };
}

const sent = async ({ db }: Stage): Promise<readonly BriefNotice['brief'][]> => {
  const rows = await db.selectFrom('notice').select('notice_json').orderBy('id').execute();
  return rows.map((row) => parseJson<BriefNotice>(row.notice_json).brief);
};

describe('a brief', () => {
  test('is told once, when its time has come, of the day before', async () => {
    const { stage } = await wanting([daily]);
    await stage.store(voices(12, '小区停暖了', EIGHT - 3 * HOUR));
    await stage.store(voices(4, '暖气满意', EIGHT - 20 * HOUR));
    await stage.store(voices(3, '停暖', EIGHT - 30 * HOUR));
    expect(await sendBriefs(deps(stage))).toBe(0);
    stage.at = EIGHT;
    expect([await sendBriefs(deps(stage)), await sendBriefs(deps(stage))]).toEqual([1, 0]);
    const [brief] = await sent(stage);
    expect(brief?.watches).toEqual([
      { name: '供热', mentions: 16, negative: 12, mentionsBefore: 3, negativeBefore: 3 },
    ]);
    expect([brief?.from, brief?.to]).toEqual([EIGHT - DAY, EIGHT]);
  });

  test('names the alerts of its time', async () => {
    const { stage } = await wanting([daily]);
    await stage.store(voices(12, '小区停暖了', stage.at));
    await stage.look();
    stage.at = EIGHT;
    await sendBriefs(deps(stage));
    const [brief] = await sent(stage);
    expect(brief?.alerts).toMatchObject([{ alertId: 1, status: 'open' }]);
    expect(brief?.alerts[0]?.sentence).toContain('供热');
  });

  test('names the open alerts of a watch that is paused since, where it is about that one', async () => {
    const { stage } = await wanting([daily]);
    await stage.store(voices(12, '小区停暖了', stage.at));
    await stage.look();
    const other = await makeWatch(stage.db, { name: '公交', rule: anyOf('公交') });
    await stage.db.updateTable('watch').set({ active: 0 }).where('id', '=', stage.watch.id).execute();
    stage.at = EIGHT;
    await sendBriefs(deps(stage));
    const [brief] = await sent(stage);
    expect(brief?.alerts).toMatchObject([{ alertId: 1, status: 'open' }]);
    expect(brief?.alerts[0]?.sentence).toContain('供热');
    expect(brief?.watches.map(({ name }) => name)).toEqual(['公交']);

    const turn = { at: EIGHT, from: EIGHT - DAY, to: EIGHT };
    const about = async (...watchIds: readonly number[]) =>
      (await readBrief(stage.db, { kind: 'daily', watchIds }, turn)).brief.alerts.length;
    expect([await about(stage.watch.id), await about(other.id)]).toEqual([1, 0]);
  });

  test('of a quiet day is skipped, or is one line, as wanted', async () => {
    const { stage } = await wanting([daily, { ...daily, quiet: 'line' }]);
    stage.at = EIGHT;
    expect(await sendBriefs(deps(stage))).toBe(1);
    expect((await sent(stage)).map(({ alerts }) => alerts)).toEqual([[]]);
  });

  test('after a stop of days only the last one is told', async () => {
    const { stage } = await wanting([{ ...daily, quiet: 'line' }]);
    stage.at = EIGHT + 3 * DAY + HOUR;
    expect([await sendBriefs(deps(stage)), await sendBriefs(deps(stage))]).toEqual([1, 0]);
    expect((await sent(stage))[0]?.to).toBe(EIGHT + 3 * DAY);
  });

  test('that is made after its hour is told at the next one', async () => {
    const { stage, person } = await wanting([]);
    stage.at = EIGHT + HOUR;
    await keepPerson(deps(stage), 1, { ...person, briefs: [{ ...daily, quiet: 'line' }] });
    expect(await sendBriefs(deps(stage))).toBe(0);
    stage.at = EIGHT + DAY;
    expect(await sendBriefs(deps(stage))).toBe(1);
  });

  test('speaks of its own watches only', async () => {
    const { stage } = await wanting([{ ...daily, watchIds: [99], quiet: 'line' }]);
    await stage.store(voices(12, '小区停暖了', EIGHT - 3 * HOUR));
    stage.at = EIGHT;
    await sendBriefs(deps(stage));
    expect((await sent(stage))[0]?.watches).toEqual([]);
  });

  test('goes nowhere while whoever wants it has no channel in use, and not at all when they are gone', async () => {
    const { stage, channel } = await wanting([{ ...daily, quiet: 'line' }]);
    await updateChannel(stage.db, channel.id, { ...channel, active: false });
    stage.at = EIGHT;
    expect(await sendBriefs(deps(stage))).toBe(0);
    await removePerson(deps(stage), 1);
    expect(await listPeople(stage.db)).toEqual([]);
    stage.at = EIGHT + DAY;
    expect(await sendBriefs(deps(stage))).toBe(0);
  });
});
