import { mkdirSync } from 'node:fs';
import { type SoakFigures, soak } from './soak.ts';

type Row = [what: string, figure: string, target: string];

/** Five feeds on each host, spaced as every host is: the figures of a soak as rows of the table. */
export async function benchSoak(
  folder: string,
  hosts: number,
  seconds: number,
  note: (text: string) => void,
): Promise<readonly Row[]> {
  mkdirSync(folder, { recursive: true });
  const plan = { hosts, feedsPerHost: 5, interval: 1_000, itemEvery: 20_000, every: 30 };
  const figures = await soak(folder, { ...plan, seconds: [seconds / 3, (seconds * 2) / 3] }, note);
  for (const breach of figures.breaches.slice(0, 20)) note(breach);
  return rowsOf(figures, `${hosts * plan.feedsPerHost} feeds on ${hosts} hosts`);
}

function rowsOf(figures: SoakFigures, what: string): readonly Row[] {
  const { web, worker, rss, anon, heap, workerHeap } = figures.felt;
  const ms = (value: number) => `${Math.round(value)} ms`;
  const faults = `${figures.faults} faults, ${figures.unchanged} unchanged`;
  return [
    [`soak: ${what}, requests`, String(figures.requests), faults],
    ['  breaches of manners that the hosts saw', String(figures.breaches.length), 'target 0'],
    ['  posts stored', String(figures.stored), `in ${figures.runs} runs`],
    ['  lost, invented, doubled, miscounted', lossOf(figures), 'target 0 of each'],
    ['  loop of the pages held up at most', ms(web.max), 'target ≤ 50 ms'],
    ['  99 of 100; by its own work at most', `${ms(web.p99)}; ${ms(web.own)}`, 'own: target ≤ 50 ms'],
    [
      '  loop of the worker held up at most',
      ms(worker.max),
      `99 of 100: ${ms(worker.p99)}; own: ${ms(worker.own)}`,
    ],
    ['  an idle loop on this machine meanwhile', ms(figures.idle), ''],
    ['  memory (RSS) grows a minute', `${slope(rss).toFixed(1)} MB`, `${rss.at(-1)} MB at the end`],
    ['  it after each sixth of the time', sixths(rss), 'MB'],
    ['  of it, not pages of files', sixths(anon), `${slope(anon).toFixed(1)} MB a minute`],
    ['  its heap of pages, at a third and at the end', `${thirdOf(heap)}, ${heap.at(-1)} MB`, ''],
    ['  heap of its worker, the same', `${thirdOf(workerHeap)}, ${workerHeap.at(-1)} MB`, ''],
    ['  slowest page', ms(figures.slowestPage), ''],
  ];
}

const thirdOf = (values: readonly number[]) => values[Math.floor(values.length / 3)];

const sixths = (values: readonly number[]) =>
  [1, 2, 3, 4, 5, 6].map((part) => values[Math.floor((values.length * part) / 6) - 1]).join(', ');

function lossOf({ lost, invented, doubled, miscounted }: SoakFigures): string {
  return [lost.length, invented.length, doubled, miscounted].join(', ');
}

/** Megabytes a minute over the second half of the time: the first half fills caches. */
function slope(rss: readonly number[]): number {
  const late = rss.slice(Math.floor(rss.length / 2));
  const middle = (late.length - 1) / 2;
  const mean = late.reduce((sum, each) => sum + each, 0) / late.length;
  const rise = late.reduce((sum, each, second) => sum + (second - middle) * (each - mean), 0);
  const spread = late.reduce((sum, _, second) => sum + (second - middle) ** 2, 0);
  return spread === 0 ? 0 : (rise / spread) * 60;
}
