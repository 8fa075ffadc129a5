/** How well answers agree with what people said. */
export interface ClassScores {
  readonly count: number;
  readonly accuracy: number;
  /** Unweighted mean of the F1 of each class that people used. */
  readonly macroF1: number;
  readonly f1: Readonly<Record<string, number>>;
  /** Rows: what people said; columns: what was answered; both in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
}

export function scoreClasses(
  gold: readonly string[],
  answered: readonly string[],
  classes: readonly string[],
): ClassScores {
  const confusion = classes.map((row) =>
    classes.map((column) => gold.filter((each, at) => each === row && answered[at] === column).length),
  );
  const f1 = Object.fromEntries(classes.map((name, c) => [name, f1Of(confusion, c)]));
  const right = classes.reduce((sum, _, c) => sum + (confusion[c]?.[c] ?? 0), 0);
  return {
    count: gold.length,
    accuracy: gold.length === 0 ? 0 : right / gold.length,
    macroF1: Object.values(f1).reduce((sum, value) => sum + value, 0) / classes.length,
    f1,
    confusion,
    classes,
  };
}

function f1Of(confusion: readonly (readonly number[])[], c: number): number {
  const hits = confusion[c]?.[c] ?? 0;
  const people = (confusion[c] ?? []).reduce((sum, count) => sum + count, 0);
  const answers = confusion.reduce((sum, row) => sum + (row[c] ?? 0), 0);
  return people + answers === 0 ? 0 : (2 * hits) / (people + answers);
}

/**
 * Expected calibration error: in ten bins of equal width of the probability of the answer given, the mean
 * distance between that probability and how often it was right, weighted by size (Guo et al. 2017).
 */
export function calibrationError(probabilities: readonly number[], right: readonly boolean[]): number {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, sure: 0, right: 0 }));
  probabilities.forEach((p, at) => {
    const bin = bins[Math.min(9, Math.floor(p * 10))];
    if (!bin) return;
    bin.count++;
    bin.sure += p;
    if (right[at]) bin.right++;
  });
  return (
    bins.reduce((sum, { sure, right: hits }) => sum + Math.abs(sure - hits), 0) /
    Math.max(1, probabilities.length)
  );
}
