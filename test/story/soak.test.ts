import { expect, test } from 'vitest';
import { type SoakCount, soak } from '../bench/soak.ts';
import { engine, tempFolder } from '../support/database.ts';

test.runIf(engine() === 'sqlite')(
  'ill hosts beside well ones: none is asked twice at once or too soon, nothing is lost or doubled',
  async () => {
    const size = { hosts: 12, feedsPerHost: 5, interval: 100, itemEvery: 4_000 };
    const enough = ({ requests, faults, unchanged }: SoakCount) =>
      requests >= 160 && faults > 0 && unchanged > 0;
    const plan = { ...size, every: 1, seconds: [0, 200] as const, enough };
    const figures = await soak(tempFolder(), plan, () => undefined);
    expect(figures.breaches).toEqual([]);
    expect(figures).toMatchObject({ lost: [], invented: [], doubled: 0, miscounted: 0 });
    expect(figures.stored).toBeGreaterThan(40);
    expect(figures.faults).toBeGreaterThan(0);
    expect(figures.unchanged).toBeGreaterThan(0);
  },
  400_000,
);
