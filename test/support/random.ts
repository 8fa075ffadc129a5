/** What tests draw is drawn from the product's own seeded generator. */
export { seeded } from '../../server/core/statistics/seeded.ts';

/** A negative binomial count (NB2: variance = mean + phi · mean²); phi 0 is Poisson. */
export function countDraw(random: () => number, mean: number, phi: number): number {
  return poissonDraw(random, phi > 0 ? mean * gammaDraw(random, 1 / phi) * phi : mean);
}

export function poissonDraw(random: () => number, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalDraw(random)));
  const limit = Math.exp(-mean);
  let product = random();
  let n = 0;
  while (product > limit) {
    product *= random();
    n++;
  }
  return n;
}

function normalDraw(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Marsaglia and Tsang, with the boost for shapes under one. */
export function gammaDraw(random: () => number, shape: number): number {
  if (shape < 1) return gammaDraw(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalDraw(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
