import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path, { join } from 'node:path';
import { openReadingPool } from '../../server/text/pool/pool.ts';
import { threadsBesideServer, threadsOfAllCores } from '../../server/text/pool/size.ts';
import { benchAnalyse, benchThreads } from './analysing.ts';
import { benchDetect } from './detecting.ts';
import { benchPass } from './detecting-pass.ts';
import { benchEngines } from './engines.ts';
import { fill } from './fill.ts';
import { benchGrouping } from './grouping.ts';
import { benchIngest, openBenchDatabase } from './ingesting.ts';
import { benchNear } from './near.ts';
import type { BenchOptions } from './options.ts';
import { benchOverview, benchSeries } from './overview.ts';
import { makeTexts, readTexts } from './posts.ts';
import { benchReading } from './reading.ts';
import { benchSoak } from './soaking.ts';
import { benchStorm } from './storm.ts';
import { benchDetectors } from './synthetic-rows.ts';

/** As many as the index of near copies can hold, nearly. */
const NEAR_POSTS = 1_000_000;
const OPEN_POSTS = 100_000;
const MENTIONS = 1_000_000;
/** At both engines, unless more are asked for. */
const ENGINE_MENTIONS = 100_000;
const WATCHES_LOOKED_AT = 500;
const STORM = 10_000;
const rows: [string, string, string][] = [];
const add = (what: string, figure: string, target = '') => rows.push([what, figure, target]);
const number = (value: number) => Math.round(value).toLocaleString('en-US');
const note = (text: string) => process.stderr.write(`${text}\n`);

function print(): void {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}`);
  for (const [what, figure, target] of rows) {
    console.log(`${what.padEnd(widths[0] ?? 0)}  ${figure.padStart(widths[1] ?? 0)}  ${target}`.trimEnd());
  }
}

/** Measures what is asked for and prints a table. Everything it writes lies in a temporary folder and is removed. */
export async function measure(asked: BenchOptions): Promise<void> {
  const { parts, posts, rounds } = asked;
  const folder = mkdtempSync(join(tmpdir(), 'tingchao-bench-'));
  try {
    const texts = asked.texts === undefined ? makeTexts(posts) : await readTexts(asked.texts, posts);
    if (parts.has('reading')) {
      note('reading …');
      const figures = benchReading(texts.slice(0, 8_000));
      add('texts segmented a second (nodejieba cut)', number(figures.cutPerSecond));
      add('texts analysed a second', number(figures.readPerSecond));
      add('analysed / segmented', figures.ratio.toFixed(2), 'target ≥ 0.40');
      add('the same as lines of JSON, in and out, a second', number(figures.linesPerSecond));
      add('characters a text', number(figures.characters / figures.texts));
    }
    if (parts.has('threads')) {
      note('threads …');
      const { one, two, ratio } = await benchThreads(texts, 130_000);
      add('lines the analyse command reads a second, one thread', number(one));
      add('  two threads', number(two));
      add('  two threads / one', ratio.toFixed(2), 'target ≥ 1.70');
    }
    if (parts.has('memory')) {
      note('memory …');
      const { lines } = asked;
      const looks = [100_000, 500_000, lines].filter((each) => each <= lines);
      const { rssAt } = await benchAnalyse(texts, lines, threadsOfAllCores(), looks);
      for (const [at, megabytes] of rssAt) {
        add(`memory (RSS) of analyse at line ${number(at)}`, `${number(megabytes)} MB`, 'target: flat');
      }
    }
    if (parts.has('near')) {
      note('near copies …');
      const figures = benchNear(texts, NEAR_POSTS, 50_000);
      add(
        'posts looked for as near copies and added, a second of processor',
        number(figures.perSecond),
        'target ≥ 5,000',
      );
      add('  beside so many posts', number(figures.remembered));
      add('  memory of them', `${number(figures.megabytes)} MB`, 'target ≤ 300');
      add('  copies found', `${(figures.copiesFound * 100).toFixed(1)} %`);
      add('  other posts taken for copies', `${(figures.othersLinked * 100).toFixed(2)} %`);
    }
    if (parts.has('stories')) {
      note('stories …');
      const figures = benchGrouping(texts, OPEN_POSTS, 10_000);
      add(
        'posts grouped into stories, with repairs, a second of processor',
        number(figures.perSecond),
        'target ≥ 3,000',
      );
      add('  beside so many open posts; stories', `${number(figures.open)}; ${number(figures.stories)}`);
      add('  memory of them', `${number(figures.megabytes)} MB`);
    }
    if (parts.has('detect')) {
      note('detect …');
      const { rows: scored, perSecond, alarms } = benchDetect(500_000);
      add('rows of a count series judged a second (detect)', number(perSecond));
      add('  alarms in so many rows', `${number(alarms)} in ${number(scored)}`);
    }
    if (parts.has('detectors')) {
      for (const row of benchDetectors(asked.topics, note)) add(...row);
    }
    if (parts.has('detecting-pass')) {
      note('detecting pass …');
      const figures = await benchPass(join(folder, 'watches.db'), WATCHES_LOOKED_AT, 15);
      const ms = (value: number) => `${number(value)} ms`;
      add(
        `a detection pass over ${WATCHES_LOOKED_AT} watches of four weeks`,
        ms(figures.p50),
        'target ≤ 1 s',
      );
      add('  of the processor', ms(figures.processor));
      add('  the slowest of 15; the first of a process', `${ms(figures.most)}; ${ms(figures.first)}`);
      add('  mentions; hourly counts', `${number(figures.mentions)}; ${number(figures.buckets)}`);
      add('  alerts by chance; findings held back', `${figures.alerts}; ${figures.held}`);
    }
    if (parts.has('storm')) {
      note('storm …');
      const { changes, seconds, reds, rung, told, page } = await benchStorm(join(folder, 'storm.db'), STORM);
      add(
        `changes of alerts in ${seconds.toFixed(1)} s, red among them`,
        `${number(changes)}; ${number(reds)}`,
      );
      for (const { perHour, red, other, held } of rung)
        add(`  rang at ${perHour} an hour: red, other; held`, `${red}, ${other}; ${number(held)}`);
      add('  channels told of what was held, in one message each', String(told));
      add(
        `  ${page.name}`,
        `p50 ${page.p50} ms, p95 ${page.p95} ms, most ${page.most} ms`,
        'target < 100 ms',
      );
    }
    const pool = openReadingPool({ threads: threadsBesideServer() });
    if (parts.has('ingest')) {
      note('ingest …');
      const figures = await benchIngest(folder, texts, pool);
      add('posts ingested a second, 5 watches', number(figures.ingestPerSecond), 'target ≥ 4,000');
      add('  the same rows inserted raw (better-sqlite3)', number(figures.rawPerSecond));
      add('  mentions a post', (figures.mentions / figures.posts).toFixed(2));
      add('  bytes a post', number(figures.bytesPerPost));
    }
    if (parts.has('overview')) {
      const file = join(folder, 'big.db');
      const deps = await openBenchDatabase(file, pool);
      const wanted = asked.mentions ?? MENTIONS;
      let told = 0;
      const mentions = await fill(deps, wanted, (done) => {
        if (done - told < wanted / 10) return;
        told = done;
        note(`filling: ${number(done)} mentions …`);
      });
      await deps.db.destroy();
      add('mentions stored', number(mentions));
      add('  megabytes', number(statSync(file).size / 1_048_576));
      note('overview …');
      const { latencies, ingestPerSecond } = await benchOverview(file, rounds);
      for (const { name, p50, p95, most } of [...latencies, await benchSeries(file)]) {
        const target = name === 'overview, 24 h, during ingest' ? 'target p95 ≤ 50 ms' : '';
        add(name, `p50 ${p50} ms, p95 ${p95} ms, most ${most} ms`, target);
      }
      add('posts ingested a second meanwhile', number(ingestPerSecond));
    }
    await pool.close();
    if (parts.has('soak')) {
      note('soak …');
      const { soakHosts: hosts, soakSeconds: seconds } = asked;
      for (const row of await benchSoak(join(folder, 'soak'), hosts, seconds, note)) add(...row);
    }
    if (parts.has('engines')) {
      const kept = asked.keep === undefined ? folder : path.resolve(asked.keep);
      const sizes = { mentions: asked.mentions ?? ENGINE_MENTIONS, rounds };
      for (const row of await benchEngines({ folder: kept, ...sizes, posts, note })) add(...row);
    }
    add('memory (RSS) of this process', `${number(process.memoryUsage().rss / 1_048_576)} MB`);
    print();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
