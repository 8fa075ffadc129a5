/** How well groups answer to labels; all 0..1. */
export interface ClusterScores {
  /** Over all pairs of texts: are both in one group as they are under one label. */
  readonly pairPrecision: number;
  readonly pairRecall: number;
  readonly pairF1: number;
  /** Mutual information over the mean of both entropies. */
  readonly nmi: number;
  /** B-cubed F1 (Bagga and Baldwin 1998). */
  readonly b3: number;
  readonly groups: number;
  readonly labels: number;
}

export function clusterScores(labels: readonly string[], groups: readonly number[]): ClusterScores {
  const [byLabel, byGroup, byBoth] = [
    new Map<string, number>(),
    new Map<number, number>(),
    new Map<string, Cell>(),
  ];
  for (const [at, label] of labels.entries()) {
    const group = groups[at] as number;
    byLabel.set(label, (byLabel.get(label) ?? 0) + 1);
    byGroup.set(group, (byGroup.get(group) ?? 0) + 1);
    const key = `${group} ${label}`;
    byBoth.set(key, { label, group, count: (byBoth.get(key)?.count ?? 0) + 1 });
  }
  const all = labels.length;
  const cells = [...byBoth.values()];
  const both = cells.map(({ count }) => count);
  const truePairs = pairsIn(both);
  const [pairPrecision, pairRecall] = [
    shareOf(truePairs, pairsIn(byGroup.values())),
    shareOf(truePairs, pairsIn(byLabel.values())),
  ];
  const [ofLabels, ofGroups] = [entropy(byLabel.values(), all), entropy(byGroup.values(), all)];
  const sum = (of: (cell: Cell) => number) =>
    shareOf(
      cells.reduce((total, cell) => total + of(cell), 0),
      all,
    );
  return {
    pairPrecision,
    pairRecall,
    pairF1: harmonic(pairPrecision, pairRecall),
    nmi: shareOf(2 * (ofLabels + ofGroups - entropy(both, all)), ofLabels + ofGroups),
    b3: harmonic(
      sum(({ count, group }) => count ** 2 / (byGroup.get(group) as number)),
      sum(({ count, label }) => count ** 2 / (byLabel.get(label) as number)),
    ),
    groups: byGroup.size,
    labels: byLabel.size,
  };
}

interface Cell {
  readonly label: string;
  readonly group: number;
  readonly count: number;
}

/** Of nothing all is right: where no two texts are in one group, no pair is wrong. */
function shareOf(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function harmonic(one: number, other: number): number {
  return one + other === 0 ? 0 : (2 * one * other) / (one + other);
}

function pairsIn(counts: Iterable<number>): number {
  let pairs = 0;
  for (const count of counts) pairs += (count * (count - 1)) / 2;
  return pairs;
}

function entropy(counts: Iterable<number>, all: number): number {
  let sum = 0;
  for (const count of counts) sum -= (count / all) * Math.log(count / all);
  return sum;
}

/** The threshold on scores with the best F1 of its yeses. */
export function bestThreshold(
  scores: readonly number[],
  labels: readonly number[],
): { readonly threshold: number; readonly f1: number } {
  const order = scores.map((_, at) => at).toSorted((a, b) => (scores[b] as number) - (scores[a] as number));
  const positives = labels.reduce((sum, label) => sum + label, 0);
  let [right, best] = [0, { threshold: 0, f1: 0 }];
  for (const [yeses, at] of order.entries()) {
    right += labels[at] as number;
    const score = scores[at] as number;
    const next = scores[order[yeses + 1] ?? -1];
    // No threshold parts equal scores.
    if (next === score) continue;
    const f1 = (2 * right) / (yeses + 1 + positives);
    if (f1 > best.f1) best = { threshold: (score + (next ?? score)) / 2, f1 };
  }
  return best;
}
