import { expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DAY, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { readMentionPage } from '../../../server/db/views/mention/mentions.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { makeStage } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();

/** Ten who say it, central media first, to a watch of the regulator and to one of the brand. */
async function hear(text: string) {
  const stage = await makeStage({ detectors });
  const watching = (name: string) => makeWatch(stage.db, { name, rule: anyOf(name) }, NOW - 30 * DAY);
  const regulator = await watching('云川市监局');
  const brand = await watching('味美餐厅');
  const posts = Array.from(
    { length: 10 },
    (_, n): SourcePost =>
      makePost({
        text: `${text}。第${n}家报道`,
        author: `报${n}`,
        voice: n === 0 ? 'central_media' : 'media',
        publishedAt: NOW - n * MINUTE,
        observedAt: NOW,
      }),
  );
  await stage.store(posts);
  await stage.look();
  const alerts = await listOpenAlerts(stage.db);
  const of = ({ id }: { readonly id: number }) => alerts.filter(({ watchId }) => watchId === id);
  return { ...stage, regulator, regulators: of(regulator), brands: of(brand) };
}

test('what a watched regulator rules on a brand rings for the brand, and not for the regulator', async () => {
  const heard = await hear('云川市监局通报味美餐厅多名食客食物中毒，已责令停业');
  expect(heard.regulators).toEqual([]);
  expect(heard.brands).toHaveLength(1);
  const range = { watchId: heard.regulator.id, from: 0, to: NOW + 1, limit: 20, target: 'ruled' as const };
  const { total, rows } = await readMentionPage(heard.db, range);
  expect(total).toBe(10);
  expect(rows[0]).toMatchObject({ counted: 0, inStatistics: true, facts: [] });
  expect((await rebuildBuckets({ db: heard.db, now: () => NOW })).corrected).toBe(0);
});

test('a complaint about the regulator rings for it', async () => {
  const heard = await hear('味美餐厅让人食物中毒，云川市监局不作为，至今不立案');
  expect(heard.regulators).toHaveLength(1);
});
