import { expect, test } from 'vitest';
import { sentence } from '../../../server/core/message/alert-words.ts';
import { DAY, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import priceBilling from '../../../server/playbooks/price-billing.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeStage, type Stage } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();

/** Five posts a day for four weeks, and a complaint each week. */
async function makeSmall(): Promise<Stage> {
  const stage = await makeStage({ detectors, playbooks: [priceBilling] });
  const before = Array.from({ length: 28 * 5 }, (_, n) => {
    const at = NOW - 28 * DAY + n * (DAY / 5);
    const text = n % 35 === 17 ? `暖气不热(${n})` : `暖气来了,满意(${n})`;
    return makePost({ text, author: `住户${n}`, publishedAt: at, observedAt: at });
  });
  await stage.store(before);
  return stage;
}

/** So many posts, one every 50 minutes up to now. */
async function complain(stage: Stage, count: number, text: string, author: (n: number) => string) {
  const posts = Array.from({ length: count }, (_, n) => {
    const at = NOW - (count - 1 - n) * 50 * MINUTE;
    return makePost({ text: `${text}(新${n})`, author: author(n), publishedAt: at, observedAt: at });
  });
  await stage.store(posts);
  await stage.look();
  return (await listOpenAlerts(stage.db))[0];
}

test('six people who complain within six hours are told where one a week does', async () => {
  const alert = await complain(await makeSmall(), 6, '暖气不热', (n) => `新住户${n}`);
  if (alert === undefined) throw new Error('no alert');
  expect(alert.findings).toMatchObject([
    { detector: 'nb-tail', key: 'negative-6h', windowMinutes: 360, observed: 6 },
  ]);
  expect(sentence(alert, '供热')).toBe('供热：近 6 小时 6 个账号抱怨，平时同时段几乎没有。');
});

test('one who complains six times is not', async () => {
  expect(await complain(await makeSmall(), 6, '暖气不热', () => '一个人')).toBeUndefined();
});

test('the playbook for bills is reached in a small watch, by as many people as all that a day usually says', async () => {
  const stage = await makeSmall();
  const alert = await complain(stage, 11, '暖气的退款没有到', (n) => `新住户${n}`);
  expect(alert?.playbooks).toEqual([priceBilling.id]);
  expect(alert?.metrics).toMatchObject({ usual_day: 5, 'touch.billing.neg_authors_24h': 11 });
  expect(
    alert?.risk.overrides.some((code) => code === `playbook:${priceBilling.id}`) || alert?.level === 'III',
  ).toBe(true);
});
