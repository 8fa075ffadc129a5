import { expect, test } from 'vitest';
import type { Alert, AlertChange } from '../../../server/core/alert/alert.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { HOUR, MINUTE, SECOND } from '../../../server/core/time.ts';
import { storeChange } from '../../../server/flows/deliver/store-change.ts';
import { makeAlert, makeDraft } from '../../core/alert/make-alert.ts';
import { engine } from '../../support/database.ts';
import { china, makeHeldStage } from './held-stage.ts';

const WATCHES = 50;
/** Every statement is a journey to the other process there. */
const ROUNDS = engine() === 'postgres' ? 12 : 40;
/** What a watch's alert does in the storm, over and over; one in ten turns red, and one shares its story. */
const LEVELS: readonly Level[] = ['IV', 'III', 'III', 'II'];
const [RED, BESIDE] = [0, 1];

/** Two thousand changes within a minute, of fifty watches. @returns how many were red */
async function rage(stage: Awaited<ReturnType<typeof makeHeldStage>>): Promise<number> {
  const watches: number[] = [];
  for (let i = 0; i < WATCHES; i++) watches.push(await stage.watch(`方案${i}`));
  const alerts = new Map<number, Alert>();
  let reds = 0;
  const start = stage.at;
  for (let round = 0; round < ROUNDS; round++) {
    stage.at = start + Math.floor((round * MINUTE) / ROUNDS);
    await stage.db.transaction().execute(async (tx) => {
      for (const [i, watchId] of watches.entries()) {
        const known = alerts.get(watchId);
        if (known?.level === 'I') continue;
        const isRed = i % 10 === RED && round === ROUNDS / 2;
        const level = isRed ? 'I' : (LEVELS[(round + i) % LEVELS.length] as Level);
        const examples = i % 10 === RED || i % 10 === BESIDE ? [(i % 10) + 1] : [];
        const draft = makeDraft({ watchId, level, examples, playbooks: [] });
        const change: AlertChange = known
          ? { kind: isRed ? 'raised' : 'playbook', alertId: known.id, from: known.level, draft }
          : { kind: 'opened', draft };
        const { changes } = await storeChange(tx, change, {
          now: stage.at,
          alerts: known ? [known] : [],
          cooldown: 0,
        });
        alerts.set(watchId, makeAlert({ ...draft, id: changes[0]?.alertId as number }));
        reds += isRed ? 1 : 0;
      }
    });
    await stage.send();
  }
  return reds;
}

test('a storm of changes rings no channel more than its limit, loses no red, and is told whole', async () => {
  const stage = await makeHeldStage(china('12:00'));
  const few = await stage.channel({ name: '少', perHour: 5 });
  const many = await stage.channel({ name: '多', perHour: 30, minLevel: 'III' });
  await stage.story(9, [RED + 1, BESIDE + 1]);
  const start = stage.at;
  const reds = await rage(stage);
  const rung = async (channel: { readonly id: number }) => {
    const rows = await stage.db
      .selectFrom('delivery')
      .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
      .select('to_level as level')
      .where('channel_id', '=', channel.id)
      .where('status', '=', 'sent')
      .execute();
    return rows.map(({ level }) => level);
  };
  for (const channel of [few, many]) {
    const levels = await rung(channel);
    expect(levels.filter((level) => level === 'I')).toHaveLength(reds);
    expect(levels.filter((level) => level !== 'I')).toHaveLength(channel.perHour);
  }
  const rows = await stage.rows();
  const changes = await stage.db.selectFrom('alert_change').select('id').execute();
  expect(rows).toHaveLength(changes.length * 2);
  const held = rows.filter((row) => row.status === 'held');
  expect([...new Set(held.map((row) => row.reason))].sort()).toEqual([
    'below-channel-level',
    'inhibited-by-red',
    'rate-limit',
  ]);

  // The clock of two workers, once a minute, till all is told.
  let told = 0;
  for (stage.at = start + 2 * MINUTE; stage.at <= start + HOUR + 2 * MINUTE; stage.at += 30 * SECOND) {
    const both = await Promise.all([stage.release(), stage.release()]);
    told += both.reduce((sum, report) => sum + report.told, 0);
    await stage.send();
  }
  const digests = await stage.digests();
  expect([told, digests.map(({ channelId }) => channelId).sort()]).toEqual([2, [few.id, many.id]]);
  for (const row of (await stage.rows()).filter(({ reason }) => reason === 'rate-limit')) {
    expect(digests.find(({ id }) => id === row.notice_id)?.channelId).toBe(row.channel_id);
  }
  for (const { subject, lines } of digests) {
    expect(subject).toMatch(/^限频期间 \d+ 条预警：/);
    expect(lines.length).toBeLessThanOrEqual(21);
  }
});
