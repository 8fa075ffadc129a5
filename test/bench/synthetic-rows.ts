import { baselineOf } from '../../server/core/series/baseline/baseline.ts';
import type { Series } from '../../server/core/series/series.ts';
import cusum from '../../server/detectors/cusum.ts';
import nbTail from '../../server/detectors/nb-tail.ts';
import { syntheticHours, syntheticSeries, WEEKS4 } from './synthetic-counts.ts';
import { type DetectFigures, measure } from './synthetic-measure.ts';
import { type Method, poissonTail, tailOrCusum, threeSigma } from './synthetic-methods.ts';

type Row = [what: string, figure: string, target: string];

const RATES = [0.3, 2, 15] as const;

/** The product's own statistical detectors, by the code that the product runs. */
const product: Method = (hours, index) => {
  const { series, now } = syntheticSeries(hours, index);
  return [nbTail, cusum].some((detector) => detector.detect(series, now).length > 0);
};

/** What is known of simple methods, or to be reached: false episodes, peaks and drifts found at each rate. */
interface Bar {
  readonly says: 'known' | 'target';
  readonly falseEpisodes: string;
  readonly peaks?: string;
  readonly drifts?: string;
}

const METHODS: readonly (readonly [name: string, method: Method, bar: Bar])[] = [
  ['mean + 3σ', threeSigma, { says: 'known', falseEpisodes: '4.6, 5.1, 4.9' }],
  ['Poisson tail', poissonTail, { says: 'known', falseEpisodes: '0.3, 1.6, 17' }],
  [
    'plain NB tail or CUSUM',
    tailOrCusum,
    { says: 'known', falseEpisodes: '0.5, 1.0, 1.6', peaks: '1.00, 0.95, 0.67', drifts: '0.38, 0.81, 1.00' },
  ],
  [
    'nb-tail and cusum of the product',
    product,
    {
      says: 'target',
      falseEpisodes: '≤ 0.5, 0.7, 1.0',
      peaks: '≥ 1.00, 0.95, 0.75',
      drifts: '≥ 0.45, 0.85, 1.00',
    },
  ],
];

/** The figures at 0.3, 2 and 15 posts an hour, each beside what is known or to be reached. */
export function benchDetectors(topics: number, note: (text: string) => void): readonly Row[] {
  const rows: Row[] = [
    [`synthetic hours at ${RATES.join(', ')} posts an hour, topics each`, String(topics), ''],
  ];
  for (const [name, method, bar] of METHODS) {
    note(`detectors: ${name} …`);
    rows.push(
      ...rowsOf(
        name,
        bar,
        RATES.map((rate) => measure(method, rate, topics)),
      ),
    );
  }
  rows.push(['  a baseline fitted anew', `${baselineTime().toFixed(2)} ms of processor`, 'target ≤ 0.50']);
  return rows;
}

function rowsOf(name: string, bar: Bar, figures: readonly DetectFigures[]): readonly Row[] {
  const each = (read: (figure: DetectFigures) => string): string => figures.map(read).join(', ');
  const beside = (text: string | undefined): string => (text === undefined ? '' : `${bar.says} ${text}`);
  return [
    [
      `${name}: false episodes in 28 days`,
      each((f) => f.falseEpisodes.toFixed(2)),
      beside(bar.falseEpisodes),
    ],
    ['  peaks (+5+μ for 6 h) found', each((f) => f.peaks.toFixed(3)), beside(bar.peaks)],
    [
      '    after so many hours (median)',
      each((f) => String(f.delay)),
      bar.says === 'target' ? 'target ≤ 3' : '',
    ],
    ['  drifts (+80 % over 48 h) found', each((f) => f.drifts.toFixed(3)), beside(bar.drifts)],
  ];
}

/** Milliseconds of processor that one fit takes, in the mean over the rates and both measures. */
function baselineTime(): number {
  const series = RATES.map((rate) => syntheticSeries(syntheticHours({ rate, seed: 1 }), WEEKS4 + 100));
  const fitAll = (): number => {
    // A new object each time, for baselines are kept by it.
    const each = series.map(({ series: made, now }): readonly [Series, number] => [{ ...made }, now]);
    for (const [made, now] of each) {
      baselineOf(made, 'total', now);
      baselineOf(made, 'negative', now);
    }
    return 2 * each.length;
  };
  for (let round = 0; round < 100; round++) fitAll();
  const before = process.cpuUsage();
  let fits = 0;
  for (let round = 0; round < 200; round++) fits += fitAll();
  return process.cpuUsage(before).user / 1_000 / fits;
}
