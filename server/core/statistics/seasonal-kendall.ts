/**
 * Kendall's trend within each season: the standard score of how many later values lie above earlier ones of the same
 * season, less how many lie below; ties taken from the variance, one taken off for continuity. A rhythm of the seasons is
 * no trend to it, and one value, however great, counts no more than another.
 * Source: R. M. Hirsch, J. R. Slack, R. A. Smith, Water Resources Research 18 (1982) 107–121.
 * @param seasons the values of each, in the order of time
 */
export function seasonalKendall(seasons: readonly (readonly number[])[]): number {
  let rises = 0;
  let variance = 0;
  for (const values of seasons) {
    values.forEach((value, i) => {
      for (let before = 0; before < i; before++) rises += Math.sign(value - (values[before] ?? value));
    });
    variance += varianceOf(values.length);
    for (const same of Map.groupBy(values, (value) => value).values()) variance -= varianceOf(same.length);
  }
  return variance > 0 ? (rises - Math.sign(rises)) / Math.sqrt(variance) : 0;
}

/** Of the sum of so many values without a trend; of so many equal ones, what they take from it. */
function varianceOf(values: number): number {
  return (values * (values - 1) * (2 * values + 5)) / 18;
}
