import { describe, expect, test } from 'vitest';
import { DEFAULT_GROUPING } from '../../../server/core/alert/grouping.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { type Channel, updateChannel } from '../../../server/db/channel/channels.ts';
import { readDuty } from '../../../server/db/channel/duty.ts';
import { getEscalation } from '../../../server/db/channel/escalations.ts';
import { saveGrouping } from '../../../server/db/channel/grouping.ts';
import { assignAlert } from '../../../server/flows/alert/steer-alert.ts';
import { keepChain, keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { makeHeldStage } from './held-stage.ts';

type Stage = Awaited<ReturnType<typeof makeHeldStage>>;
type Given = Partial<Pick<Channel, 'active' | 'minLevel'>>;

/** A chain of one step after the other, each with one person, whose channels are called 甲0, 甲1, …. */
async function makeChain(people: Readonly<Record<string, readonly Given[]>>): Promise<Stage> {
  const stage = await makeHeldStage();
  for (const [name, channels] of Object.entries(people)) {
    const channelIds: number[] = [];
    for (const [i, given] of channels.entries())
      channelIds.push((await stage.channel({ name: `${name}${i}`, ...given })).id);
    await keepPerson(stage, null, { name, title: '', zone: 'Asia/Shanghai', hours: null, channelIds });
  }
  const known = (await readDuty(stage.db, stage.at)).people;
  await keepChain(
    stage,
    known.map(({ id, name }) => ({
      id: null,
      name,
      people: [id],
      turn: 'everyone' as const,
      startsAt: 0,
      zone: 'Asia/Shanghai',
    })),
  );
  return stage;
}

const rung = async (stage: Stage) =>
  (
    await stage.db
      .selectFrom('delivery')
      .innerJoin('channel', 'channel.id', 'delivery.channel_id')
      .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
      .select(['channel.name', 'alert_change.kind', 'delivery.reason'])
      .orderBy('delivery.id')
      .execute()
  ).map(({ name, kind, reason }) => `${kind} ${name} ${reason ?? 'rings'}`);

async function passOn(stage: Stage, minutes: number, times = 1) {
  for (let n = 0; n < times; n++) {
    stage.at += minutes * MINUTE;
    await escalate(stage);
  }
}

const off = { active: false };

describe('whose channels are all switched off', () => {
  test.each<Level>(['III', 'II'])('is passed over at once for the next step (%s)', async (level) => {
    const stage = await makeChain({ 甲: [off, off], 乙: [{}] });
    await stage.open(await stage.watch(), level);
    expect(await rung(stage)).toEqual(['opened 乙0 rings']);
  });

  test.each<[Level, number]>([
    ['III', 30],
    ['II', 10],
  ])('is passed over when it is passed on (%s)', async (level, minutes) => {
    const stage = await makeChain({ 甲: [{}], 乙: [off], 丙: [{}] });
    await stage.open(await stage.watch(), level);
    await passOn(stage, minutes);
    expect(await rung(stage)).toEqual(['opened 甲0 rings', 'escalated 丙0 rings']);
  });

  test('is called again as soon as one is switched on', async () => {
    const stage = await makeChain({ 甲: [{}], 乙: [off], 丙: [{}] });
    await stage.open(await stage.watch(), 'III');
    const [, second] = await stage.db.selectFrom('channel').select('id').orderBy('id').execute();
    const given = { kind: 'webhook', name: '乙0', settings: {}, minLevel: 'IV' as const, active: true };
    await updateChannel(stage.db, second?.id ?? 0, given);
    await passOn(stage, 30);
    expect(await rung(stage)).toEqual(['opened 甲0 rings', 'escalated 乙0 rings']);
  });

  test('leaves yellow to be said again where nobody of the chain is left', async () => {
    const stage = await makeChain({ 甲: [off], 乙: [off] });
    await stage.channel({ name: '群' });
    await saveGrouping(stage.db, DEFAULT_GROUPING);
    await stage.open(await stage.watch(), 'III');
    await passOn(stage, 30);
    expect(await getEscalation(stage.db, 1)).toMatchObject({ count: 5, dueAt: stage.at + 240 * MINUTE });
  });
});

describe('channels that want graver alerts only', () => {
  test('give way to the next one of the same person', async () => {
    const stage = await makeChain({ 甲: [{ minLevel: 'II' }, {}], 乙: [{ minLevel: 'I' }, {}] });
    await stage.open(await stage.watch(), 'III');
    await passOn(stage, 30);
    expect(await rung(stage)).toEqual(['opened 甲1 rings', 'escalated 乙1 rings']);
  });

  test('have their step passed over, and are called for what they want', async () => {
    const stage = await makeChain({ 甲: [{ minLevel: 'II' }], 乙: [{}] });
    await stage.open(await stage.watch('供热'), 'III');
    await stage.open(await stage.watch('公交'), 'II');
    expect(await rung(stage)).toEqual(['opened 乙0 rings', 'opened 甲0 rings']);
  });

  test('hold what nobody of the chain wants, so that the page can say why', async () => {
    const stage = await makeChain({ 甲: [{ minLevel: 'I' }], 乙: [{ minLevel: 'II' }] });
    await stage.open(await stage.watch(), 'III');
    await passOn(stage, 30);
    expect(await rung(stage)).toEqual(['opened 甲0 below-channel-level']);
  });

  test('ring all the same for whoever is asked by name', async () => {
    const stage = await makeChain({
      甲: [{ minLevel: 'I' }, { minLevel: 'II' }],
      乙: [{ minLevel: 'I' }, {}],
    });
    const alertId = await stage.open(await stage.watch(), 'III');
    for (const personId of [1, 2]) await assignAlert(stage, { alertId, personId, by: '王' });
    expect((await rung(stage)).slice(1)).toEqual(['assigned 甲0 rings', 'assigned 乙1 rings']);
  });
});
