import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isStuck } from '../../../server/core/alert/stuck.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import { HOUR, MINUTE, SECOND } from '../../../server/core/time.ts';
import { readDuty } from '../../../server/db/channel/duty.ts';
import { readAlertScreen } from '../../../server/db/views/alert/alert.ts';
import { readReview } from '../../../server/db/views/alert/review.ts';
import { deliver } from '../../../server/flows/deliver/deliver.ts';
import { keepChain, keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { setRisk } from '../../../server/flows/detect/set-risk.ts';
import { openNotifierIO } from '../../../server/net/notifier-io.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

/** A service whose answers can be changed. */
async function service(status: number, headers: Record<string, string> = {}) {
  const answer = { status, headers };
  const server = createServer((_, response) => response.writeHead(answer.status, answer.headers).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(answer, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}

const { version: _, ...shipped } = DEFAULT_RISK_SETTING;
const now = (stage: Stage) => ({ db: stage.db, now: () => stage.at });

/** All that is said leads to one level. */
async function grade(stage: Stage, level: Level): Promise<void> {
  const thresholds = { IV: 5, III: 10, II: level === 'III' ? 90 : 15, I: 95 };
  const wish = { kind: 'saved', setting: { ...shipped, thresholds } } as const;
  await setRisk(now(stage), { watchId: stage.watch.id, seen: 0, by: '王', note: '', wish });
}

type Owned = Readonly<Record<string, readonly (readonly [channel: string, url: string])[]>>;

/** People with their channels, those `onDuty` in a chain step by step, and an alert that rings. */
async function rings(people: Owned, onDuty: readonly string[], level: Level = 'II') {
  const stage = await makeStage({ cooldown: 0 });
  for (const [name, channels] of Object.entries(people)) {
    const channelIds: number[] = [];
    for (const [channel, url] of channels)
      channelIds.push((await stage.channel({ name: channel, settings: { url } })).id);
    const person = { name, title: '', zone: 'Asia/Shanghai', hours: null, channelIds };
    await keepPerson(now(stage), null, person);
  }
  const known = (await readDuty(stage.db, stage.at)).people;
  const steps = onDuty.map((name) => {
    const id = known.find((each) => each.name === name)?.id ?? 0;
    const shift = { turn: 'everyone', startsAt: 0, zone: 'Asia/Shanghai' } as const;
    return { id: null, name: `${name}一步`, people: [id], ...shift };
  });
  await keepChain(now(stage), steps);
  await grade(stage, level);
  await stage.store(voices(25, '停暖还中毒', stage.at));
  const [opened] = (await stage.look()).changes;
  expect(opened?.level).toBe(level);
  const io = openNotifierIO({ timeoutMs: PATIENCE_MS, now: () => stage.at });
  const notifiers = new Map([[webhook.name, webhook]]);
  const deps = { ...now(stage), notifiers, io, playbooks: [], baseUrl: 'http://desk.example' };
  /** Sends what is due, every fifteen seconds until then. */
  const until = async (at: number) => {
    for (; stage.at <= at; stage.at += 15 * SECOND)
      await deliver({ ...deps, passKey: PASS_KEY, random: () => 0.5 });
  };
  return { stage, until };
}

/** Somebody with a robot and a mailbox. */
const two = (robot: { readonly url: string }, mail: { readonly url: string }): Owned => ({
  李强: [
    ['机器人', robot.url],
    ['邮箱', mail.url],
  ],
});

async function told(stage: Stage) {
  const rows = await stage.db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
    .select(['channel.name', 'alert_change.kind', 'delivery.status', 'delivery.stands_in'])
    .orderBy('delivery.id')
    .execute();
  return rows.map(({ name, kind, status, stands_in: by }) =>
    [kind, name, status, ...(by === null ? [] : [by])].join(' '),
  );
}

const spoken = async (stage: Stage) =>
  (await stage.db.selectFrom('delivery').select('sent_at').where('sent_at', 'is not', null).execute()).map(
    ({ sent_at: at }) => (at ?? 0) - NOW,
  );

describe('a channel that does not answer', () => {
  test('keeps nobody from hearing through their next one within a minute, and is tried further', async () => {
    const [robot, mail] = [await service(503), await service(200)];
    const { stage, until } = await rings(two(robot, mail), ['李强']);
    await until(NOW + MINUTE);
    expect(await told(stage)).toEqual(['opened 机器人 waiting', 'opened 邮箱 sent same-person']);
    expect(Math.max(...(await spoken(stage)))).toBeLessThan(MINUTE);
    robot.status = 200;
    await until(NOW + 5 * MINUTE);
    expect(await told(stage)).toEqual(['opened 机器人 sent', 'opened 邮箱 sent same-person']);
  });

  test('a single hiccup rings no second channel', async () => {
    const [robot, mail] = [await service(503), await service(200)];
    const { stage, until } = await rings(two(robot, mail), ['李强']);
    await until(NOW);
    robot.status = 200;
    await until(NOW + HOUR);
    expect(await told(stage)).toEqual(['opened 机器人 sent']);
  });

  test('a service that asks for an hour is not waited for', async () => {
    const [robot, mail] = [await service(429, { 'retry-after': '3600' }), await service(200)];
    const { stage, until } = await rings(two(robot, mail), ['李强']);
    await until(NOW);
    expect(await told(stage)).toEqual(['opened 机器人 waiting', 'opened 邮箱 sent same-person']);
  });

  test('whoever has heard through the second is not rung through a third when the first is given up', async () => {
    const [robot, mail] = [await service(503), await service(200)];
    const { stage, until } = await rings(
      {
        李强: [
          ['机器人', robot.url],
          ['邮箱', mail.url],
          ['电话', mail.url],
        ],
      },
      ['李强'],
    );
    await until(NOW + 70 * MINUTE);
    expect(await told(stage)).toEqual(['opened 机器人 failed', 'opened 邮箱 sent same-person']);
  });

  test('an alert that is passed on goes to what works', async () => {
    const [robot, mail] = [await service(503), await service(200)];
    const { stage, until } = await rings(two(robot, mail), ['李强']);
    await until(NOW);
    stage.at = NOW + 10 * MINUTE;
    await escalate(now(stage));
    expect(await told(stage)).toEqual(['opened 机器人 waiting', 'escalated 邮箱 waiting']);
  });

  test('is named beside what it did not tell, in the history and in the review', async () => {
    const [robot, mail] = [await service(503), await service(200)];
    const { stage, until } = await rings({ 李强: [['机器人', robot.url]], 周雪: [['邮箱', mail.url]] }, [
      '李强',
      '李强',
    ]);
    const rungNow = async () => {
      const screen = await readAlertScreen(stage.db, 1, [], stage.at);
      const review = await readReview(stage.db, 1, [], stage.at);
      const ofReview =
        review?.course.lines.filter(({ kind }) => ['opened', 'escalated'].includes(kind)) ?? [];
      expect(ofReview.map(({ rung }) => rung)).toEqual(screen?.history.map(({ rung }) => rung));
      expect(ofReview.flatMap(({ people }) => people)).toEqual(
        screen?.history.flatMap(({ passing }) => passing?.people ?? []),
      );
      return screen?.history.map(({ kind, rung }) => [
        kind,
        ...rung.map((each) => `${each.channel} ${each.state}`),
      ]);
    };
    expect(await rungNow()).toEqual([['opened']]);
    await until(NOW);
    expect(await rungNow()).toEqual([['opened', '机器人 trying']]);
    await until(NOW + 4 * MINUTE);
    expect(await rungNow()).toEqual([['opened', '机器人 trying', '邮箱 arrived']]);
    stage.at = NOW + 10 * MINUTE;
    await escalate(now(stage));
    robot.status = 404;
    await until(NOW + 11 * MINUTE);
    expect(await rungNow()).toEqual([
      ['opened', '机器人 failed', '邮箱 arrived'],
      ['escalated', '机器人 failed', '邮箱 arrived'],
    ]);
    robot.status = 200;
  });

  test('a step whose people have nothing that works is passed over, unless there is no other', async () => {
    const [robot, mail] = [await service(503), await service(200)];
    const both: Owned = { 李强: [['机器人', robot.url]], 周雪: [['邮箱', mail.url]] };
    const { stage, until } = await rings(both, ['周雪', '李强']);
    await until(NOW);
    stage.at = NOW + 10 * MINUTE;
    await escalate(now(stage));
    await until(NOW + 11 * MINUTE);
    stage.at = NOW + 20 * MINUTE;
    await escalate(now(stage));
    expect(await told(stage)).toEqual([
      'opened 邮箱 sent',
      'escalated 机器人 waiting',
      'escalated 邮箱 waiting',
    ]);
    const alone = await rings({ 李强: [['机器人', robot.url]] }, ['李强']);
    await alone.until(NOW);
    alone.stage.at = NOW + 10 * MINUTE;
    await escalate(now(alone.stage));
    expect(await told(alone.stage)).toEqual(['opened 机器人 waiting', 'escalated 机器人 waiting']);
  });

  test('an orange alert that nobody has heard of goes to somebody else after four tries', async () => {
    const [robot, mail] = [await service(503), await service(200)];
    const both: Owned = { 李强: [['机器人', robot.url]], 周雪: [['邮箱', mail.url]] };
    const { stage, until } = await rings(both, ['李强']);
    await until(NOW + 2 * MINUTE);
    expect(await told(stage)).toEqual(['opened 机器人 waiting']);
    await until(NOW + 4 * MINUTE);
    expect(await told(stage)).toEqual(['opened 机器人 waiting', 'opened 邮箱 sent shared']);
  });

  test('a yellow one waits until the channel is given up', async () => {
    const [robot, mail] = [await service(503), await service(200)];
    const both: Owned = { 李强: [['机器人', robot.url]], 周雪: [['邮箱', mail.url]] };
    const { stage, until } = await rings(both, ['李强'], 'III');
    await until(NOW + 20 * MINUTE);
    expect(await told(stage)).toEqual(['opened 机器人 waiting']);
    await until(NOW + 70 * MINUTE);
    expect(await told(stage)).toEqual(['opened 机器人 failed', 'opened 邮箱 sent shared']);
  });
});

test('a message is stuck after two failed tries or before a long pause, not while it is new', () => {
  const first = { status: 'waiting', reason: 'HTTP 503', attempts: 1, nextAt: NOW + 30 * SECOND };
  expect(isStuck(first, NOW)).toBe(false);
  expect(isStuck({ ...first, attempts: 2 }, NOW)).toBe(true);
  expect(isStuck({ ...first, attempts: 2 }, NOW, 4)).toBe(false);
  expect(isStuck({ ...first, nextAt: NOW + HOUR }, NOW)).toBe(true);
  expect(isStuck({ ...first, reason: null, attempts: 2 }, NOW)).toBe(false);
  expect(isStuck({ ...first, status: 'sent', attempts: 3 }, NOW)).toBe(false);
});
