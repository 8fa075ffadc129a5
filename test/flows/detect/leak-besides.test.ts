import { expect, test } from 'vitest';
import { HOUR } from '../../../server/core/time.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import dataBreach from '../../../server/playbooks/data-breach.ts';
import priceBilling from '../../../server/playbooks/price-billing.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, quietWeeks, voices } from '../alert/alert-stage.ts';

test('a leak that comes up among refunds somebody has confirmed rings once, with its own playbook first', async () => {
  const stage = await makeStage({ playbooks: [priceBilling, dataBreach] });
  await stage.channel();
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(60, '暖气费退款退不下来', NOW));
  const [opened] = (await stage.look()).changes;
  const alertId = opened?.alertId ?? 0;
  expect(await getAlert(stage.db, alertId)).toMatchObject({ playbooks: ['PB07'] });
  await acknowledge({ db: stage.db, now: () => stage.at }, { alertId, by: '王' });

  stage.at = NOW + HOUR;
  await stage.store(voices(7, '供暖的暖气缴费信息泄露了', stage.at));
  const told = await stage.look();
  expect(told.changes).toMatchObject([{ alertId, change: 'playbook', level: opened?.level }]);
  expect(told.waiting).toBe(1);
  expect(await getAlert(stage.db, alertId)).toMatchObject({ playbooks: ['PB04', 'PB07'] });

  stage.at += HOUR;
  await stage.store(voices(3, '暖气缴费的手机号泄露', stage.at));
  expect((await stage.look()).changes).toEqual([]);
  expect(await listDeliveries(stage.db, alertId)).toHaveLength(2);
});
