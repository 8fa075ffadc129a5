import { expect, test } from 'vitest';
import { briefView } from '../../../../server/core/notices/brief-notice.ts';
import { DAY, HOUR } from '../../../../server/core/time.ts';
import { insertAlert } from '../../../../server/db/alert/alerts.ts';
import { addTally } from '../../../../server/db/series/buckets.ts';
import { readBrief } from '../../../../server/db/views/alert/brief.ts';
import { readOverview } from '../../../../server/db/views/overview.ts';
import { makeDraft } from '../../../core/alert/make-alert.ts';
import { makeDatabase } from '../../../support/database.ts';
import { anyOf } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';

const AT = Date.parse('2026-11-25T08:00:00+08:00');
const turn = { at: AT, from: AT - DAY, to: AT };
const SHOPS = 20;

test('a brief of more watches than it names tells of as much as the overview', async () => {
  const db = await makeDatabase();
  for (let shop = 1; shop <= SHOPS; shop++) {
    const rule = anyOf(`门店${shop}`);
    const { id } = await makeWatch(db, { name: `门店${shop}`, rule }, AT - 60 * DAY);
    const bucket = { watchId: id, hour: AT - 5 * HOUR, platform: 'weibo', copies: 0, reach: 0 };
    const buckets =
      shop <= 12
        ? [
            { ...bucket, sentiment: -1 as const, count: 40 },
            { ...bucket, sentiment: 1 as const, count: 10 },
          ]
        : [{ ...bucket, sentiment: 1 as const, count: 200 }];
    await addTally(db, { buckets, fine: [], facets: [], facetDays: [], terms: [], writers: [] });
    await insertAlert(db, { ...makeDraft(), watchId: id, level: shop <= 3 ? 'II' : 'IV' }, AT - 4 * HOUR);
  }
  const notice = await readBrief(db, { kind: 'daily', watchIds: [] }, turn);
  const { share } = await readOverview(db, {
    watchId: null,
    from: turn.from,
    to: turn.to,
    now: AT,
    playbooks: [],
  });
  expect([share.total, share.negative]).toEqual([2_200, 480]);
  expect(notice.brief.totals).toMatchObject({
    watches: SHOPS,
    mentions: share.total,
    negative: share.negative,
  });
  const { subject, lines } = briefView(notice, 'http://desk.example');
  expect(subject).toBe('早报 11月25日：20 条预警（3 橙 17 蓝），提及 2200 条，负面 21.8%');
  expect(lines).toContain('还有 8 条预警（8 蓝）。');
  expect(lines).toContain('还有 8 个方案：提及 1600 条，负面 0 条。');
  expect([notice.brief.watches.length, notice.brief.alerts.length]).toEqual([12, 12]);
});
