import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { readMentionRows } from '../../../server/db/views/mention/mention-rows.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { makeStage, quietWeeks, voices } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();

/** What the subject says of a death, to as many as a regulator reaches. */
const statement = (author: string, voice: 'official' | 'own') =>
  makePost({
    text: '关于暖气漏水一事的通报：住户不幸去世，深表痛心，相关人员已停职',
    author,
    voice,
    publishedAt: NOW - HOUR / 2,
    observedAt: NOW,
  });

async function hear(author: string, voice: 'official' | 'own') {
  const stage = await makeStage({ detectors });
  await stage.store([...quietWeeks(NOW), statement(author, voice)]);
  await stage.look();
  return { ...stage, alerts: await listOpenAlerts(stage.db) };
}

test('what the watched subject says is no claim against it, by its account or by its feed', async () => {
  const { watch, alerts, db } = await hear('暖气官微', 'official');
  expect(alerts).toEqual([]);
  const { id, at } = await db
    .selectFrom('post')
    .select(['id', 'at'])
    .where('voice', '=', 'own')
    .executeTakeFirstOrThrow();
  const [row] = await readMentionRows(db, [{ watchId: watch.id, at, postId: id }]);
  expect(row).toMatchObject({ voice: 'own', inStatistics: false, facts: [] });
  expect((await hear('某中心', 'own')).alerts).toEqual([]);
});

test('the same by a regulator rings', async () => {
  const [alert] = (await hear('市住建局', 'official')).alerts;
  expect(alert?.findings.map(({ detector }) => detector)).toEqual(
    expect.arrayContaining(['severity', 'authority']),
  );
});

test('the same by a regulator rings where the regulator is watched as well', async () => {
  const stage = await makeStage({ detectors });
  await makeWatch(stage.db, { name: '市住建局', rule: anyOf('市住建局') });
  const notice = statement('市住建局', 'official');
  await stage.store([...quietWeeks(NOW), { ...notice, text: `市住建局${notice.text}` }]);
  await stage.look();
  const alert = (await listOpenAlerts(stage.db)).find(({ watchId }) => watchId === stage.watch.id);
  expect(alert?.findings.map(({ detector }) => detector)).toEqual(
    expect.arrayContaining(['severity', 'authority']),
  );
});

test('the same by a regulator rings where it must be named beside the subject', async () => {
  const stage = await makeStage({ detectors });
  const rule = { any: ['暖气'], all: ['市住建局'], none: [] };
  const { id } = await makeWatch(stage.db, { name: '供热监管', rule }, NOW - DAY);
  const notice = statement('市住建局', 'official');
  await stage.store([...quietWeeks(NOW), { ...notice, text: `市住建局${notice.text}` }]);
  await stage.look();
  const alert = (await listOpenAlerts(stage.db)).find(({ watchId }) => watchId === id);
  expect(alert?.findings.map(({ detector }) => detector)).toContain('severity');
});

test('what the wronged say under a watched name rings', async () => {
  const stage = await makeStage({ detectors });
  const rule = anyOf('翡翠城', '翡翠城业主维权');
  const { id } = await makeWatch(stage.db, { name: '翡翠城', rule }, NOW - DAY);
  const said = { ...statement('翡翠城业主维权', 'official'), voice: 'ordinary' as const };
  await stage.store([{ ...said, text: '翡翠城业主维权：保安打人，有业主去世' }]);
  await stage.look();
  const alert = (await listOpenAlerts(stage.db)).find(({ watchId }) => watchId === id);
  expect(alert?.findings.map(({ detector }) => detector)).toContain('severity');
});

test('amid trouble it adds no complaint, no voice of weight and no reach', async () => {
  const said = async (own: readonly ReturnType<typeof makePost>[]) => {
    const stage = await makeStage({ detectors });
    const complaints = voices(12, '小区停暖了', NOW);
    await stage.store([...quietWeeks(NOW - DAY), ...complaints, ...own]);
    await stage.look();
    const [alert] = await listOpenAlerts(stage.db);
    return { level: alert?.level, risk: alert?.risk.components, metrics: alert?.metrics };
  };
  const answers = Array.from({ length: 6 }, (_, n) => ({
    ...statement(`供热官方账号`, 'official'),
    text: `停暖说明第${n}条：给住户带来不便，深表歉意`,
  }));
  expect(await said(answers)).toEqual(await said([]));
});
