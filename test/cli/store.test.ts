import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import type { OverlayReport } from '../../server/core/reading/overlay-version.ts';
import { modelsOf } from '../../server/core/reading/reading-pool.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { activateOverlay, insertOverlay } from '../../server/db/reading/overlays.ts';
import { listWatches } from '../../server/db/watch/watches.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { correct } from '../../server/flows/reading/correct.ts';
import { openInstallation } from '../../server/installation.ts';
import { packOverlay, unpackOverlay } from '../../server/text/overlay.ts';
import { tempFolder } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { inProcess, jsonLines } from './tingchao.ts';

const ROWS = [
  'id,text,time,author',
  '1,"阳光花园停暖两天,没人管",2026-11-20 08:00:00,张三',
  '2,供暖很好,2026-11-21 09:30:00,李四',
  '3,,2026-11-21 09:31:00,王五',
  '4,=HYPERLINK("http://evil.example")停暖,2026-11-21 10:00:00,赵六',
].join('\n');

describe('the stored commands', () => {
  test('words of a watch are told apart by any of the commas in use', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'rows.csv');
    writeFileSync(file, ROWS);
    const env = { TINGCHAO_DATA: path.join(folder, 'data') };
    await inProcess(['import', file, '--watch', '供热=停暖，供暖、停热, 退费'], env);
    const db = openDatabase(path.join(folder, 'data', 'tingchao.db'));
    onTestFinished(() => db.destroy());
    expect((await listWatches(db)).map(({ rule }) => rule.any)).toEqual([['停暖', '供暖', '停热', '退费']]);
  });

  test('import, import again, export, recount, prune: one installation, told the same each time', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'rows.csv');
    writeFileSync(file, ROWS);
    const run = (...args: string[]) => inProcess(args, { TINGCHAO_DATA: path.join(folder, 'data') });

    const first = await run('import', file, '--platform', '投诉台', '--watch', '供热=停暖,供暖');
    expect(first.status).toBe(1);
    expect(JSON.parse(first.stdout)).toMatchObject({
      rows: 4,
      stored: 3,
      known: 0,
      mentions: 3,
      refusedCount: 1,
    });
    expect(
      jsonLines(
        first.stderr
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .join('\n'),
      ),
    ).toMatchObject([
      { line: expect.any(Number), error: 'bad_row', message: 'its text and its title are empty' },
    ]);

    const again = await run('import', file, '--platform', '投诉台', '--watch', '供热');
    expect(JSON.parse(again.stdout)).toMatchObject({ stored: 0, known: 3, mentions: 0 });

    const range = ['--watch', '供热', '--from', '2026-11-20', '--to', '2026-11-21'];
    const csv = await run('export', ...range);
    expect(csv.status).toBe(0);
    expect(csv.stdout.charCodeAt(0)).toBe(0xfeff);
    expect(csv.stdout.trimEnd().split('\r\n')).toHaveLength(4);
    expect(csv.stdout).toContain(`"'=HYPERLINK`);
    expect(csv.stdout).not.toContain('张三');

    const rows = jsonLines((await run('export', ...range, '--format', 'jsonl')).stdout);
    expect(rows.map((row) => row.publishedAt)).toEqual([
      '2026-11-20T00:00:00.000Z',
      '2026-11-21T01:30:00.000Z',
      '2026-11-21T02:00:00.000Z',
    ]);

    const book = await run('export', ...range, '--format', 'xlsx');
    expect([book.status, book.stdout.slice(0, 2)]).toEqual([0, 'PK']);

    const nowhere = await run('export', ...range, '--out', folder);
    expect([nowhere.status, nowhere.stderr.trimEnd().split('\n').length]).toEqual([1, 1]);
    expect(existsSync(`${folder}.part`)).toBe(false);

    expect(JSON.parse((await run('rebuild-buckets')).stdout)).toEqual({ watches: 1, corrected: 0 });
    expect((await run('migrate')).stderr).toContain('up to date');
    expect(JSON.parse((await run('prune', '--days', '36500')).stdout)).toMatchObject({ posts: 0 });
  });

  test('what is imported is read as the workers would, by what the team taught', async () => {
    const folder = tempFolder();
    const env = { TINGCHAO_DATA: path.join(folder, 'data') };
    const load = async (name: string, rows: string) => {
      const file = path.join(folder, name);
      writeFileSync(file, `id,text,time\n${rows}`);
      expect((await inProcess(['import', file, '--watch', '供热=停暖,供暖'], env)).status).toBe(0);
    };
    await load('before.csv', '1,阳光花园停暖两天没人管,2026-11-20 08:00:00');
    const { db } = await openInstallation(parseConfig(env));
    onTestFinished(() => db.destroy());
    const read = () => db.selectFrom('analysis').select(['reader', 'sentiment']).orderBy('post_id').execute();
    const [plain] = await read();
    // Calls everything positive.
    const bytes = packOverlay(Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1, -50, 0, 50]), null);
    const id = await insertOverlay(db, {
      trainedAt: 1,
      trainedBy: '甲',
      reader: modelsOf(plain?.reader ?? ''),
      bytes,
      report: { labels: 20 } as OverlayReport,
    });
    await db.transaction().execute((tx) => activateOverlay(tx, id, { by: '甲', at: 1 }));
    await load('after.csv', '2,阳光花园停暖三天没人管,2026-11-21 08:00:00');
    expect(await read()).toEqual([
      { reader: plain?.reader, sentiment: -1 },
      { reader: `${plain?.reader}+team-${unpackOverlay(bytes).mark}`, sentiment: 1 },
    ]);
  });

  test('what was learned from labels of one side is not used by itself, and is told with what it would change', async () => {
    const data = { TINGCHAO_DATA: path.join(tempFolder(), 'data') };
    await inProcess(['migrate'], data);
    const { db } = await openInstallation(parseConfig(data));
    onTestFinished(() => db.destroy());
    await makeWatch(db);
    const praise = Array.from(
      { length: 70 },
      (_, n) => `第${n}户的暖气师傅上门很快,态度特别好,修得又快又好,点赞`,
    );
    const posts = praise.map((text, n) => makePost({ text, externalId: `p${n}`, publishedAt: NOW - n }));
    await ingest(ingestDeps(db), { posts, origin: 'test' });
    const label = { sentiment: 0, intents: null, severity: null } as const;
    for (let postId = 1; postId <= 50; postId++) {
      await correct({ db, now: () => NOW }, { postId, by: '甲', verdict: 'correct', label, note: null });
    }
    const { status, stdout, stderr } = await inProcess(['train', '--overlay'], data);
    expect(status).toBe(0);
    const made = JSON.parse(stdout);
    expect(made).toMatchObject({ active: false, report: { verdict: 'one_sided', effect: { texts: 20 } } });
    expect(stderr).toContain('the held-out texts lack a class that it would change');
    const positive = made.report.effect.classes.find(({ label: of }: { label: number }) => of === 1);
    expect(stderr).toContain(`positives ${positive.before} → ${positive.after}`);
    expect(positive.after).toBeLessThan(positive.before);
    // Who has seen the figures may use it.
    const used = await inProcess(['train', '--revert', '--to', String(made.id)], data);
    expect(JSON.parse(used.stdout)).toEqual({ active: made.id });
  });

  test('a watch that is not there is told with those that are', async () => {
    const data = { TINGCHAO_DATA: path.join(tempFolder(), 'data') };
    await inProcess(['migrate'], data);
    const args = ['export', '--watch', 'x', '--from', '2026-01-01', '--to', '2026-01-02'];
    const { status, stdout, stderr } = await inProcess(args, data);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('none yet');
  });
});
