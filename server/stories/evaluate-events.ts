import { bestThreshold, type ClusterScores, clusterScores } from './cluster-scores.ts';
import { createPairJudge, type PairJudgement } from './pair-model.ts';
import { createStoryStream } from './story-stream.ts';

export interface EventPair {
  readonly text: string;
  readonly text_b?: string;
  readonly label?: unknown;
  readonly task?: string;
}

/** One question people were asked of pairs, answered by one of our two scores. */
export interface EventPairReport {
  readonly set: string;
  readonly task: string;
  readonly field: 'same_event' | 'same_topic';
  readonly pairs: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** F1 at the threshold that would have been best on these very pairs, and that threshold. */
  readonly best: { readonly threshold: number; readonly f1: number };
}

/** Both scores on each question. */
export function evaluateEventPairs(set: string, pairs: readonly EventPair[]): EventPairReport[] {
  const judge = createPairJudge();
  return [...Map.groupBy(pairs, ({ task }) => task ?? '')].flatMap(([task, group]) => {
    const judged = group.map(({ text, text_b = '' }) => judge(text, text_b));
    const labels = group.map(({ label }) => (label === 1 ? 1 : 0));
    return (['same_event', 'same_topic'] as const).map((field) => {
      const isEvent = field === 'same_event';
      const yes = judged.map((each) => (isEvent ? each.sameEvent : each.sameTopic));
      const scores = judged.map((each: PairJudgement) =>
        isEvent ? each.sameEventScore : each.sameTopicScore,
      );
      const best = bestThreshold(scores, labels);
      return { set, task, field, pairs: group.length, ...yesScores(yes, labels), best };
    });
  });
}

function yesScores(yes: readonly boolean[], labels: readonly number[]) {
  const right = yes.filter((each, at) => each && labels[at] === 1).length;
  const precision = right / Math.max(1, yes.filter(Boolean).length);
  const recall = right / Math.max(1, labels.filter((label) => label === 1).length);
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall || 1) };
}

export interface EventPost {
  readonly text: string;
  readonly label?: unknown;
  /** YYYY-MM-DD */
  readonly day?: string;
}

export interface EventClusterReport extends ClusterScores {
  readonly set: string;
  /** Whether the posts' days were given. */
  readonly timed: boolean;
  readonly posts: number;
  /** In a second of processor time. */
  readonly perSecond: number;
}

/** Groups posts as `tingchao stories` does, with their days and without, and compares with their events. */
export function evaluateEventClusters(set: string, posts: readonly EventPost[]): EventClusterReport[] {
  return [true, false].map((timed) => {
    const stream = createStoryStream();
    const start = process.cpuUsage();
    for (const { text, day } of posts) stream.add(text, timed && day !== undefined ? Date.parse(day) : null);
    stream.end();
    const { user, system } = process.cpuUsage(start);
    const scores = clusterScores(
      posts.map(({ label }) => String(label)),
      posts.map((_, at) => stream.storyOf(at)),
    );
    return { set, timed, posts: posts.length, ...scores, perSecond: (posts.length / (user + system)) * 1e6 };
  });
}

const percent = (share: number) => (share * 100).toFixed(1);

export function eventPairTable(reports: readonly EventPairReport[]): string {
  return [
    '| set | question | answered by | pairs | F1 % | precision % | recall % | best F1 % | at |',
    '|---|---|---|---|---|---|---|---|---|',
    ...reports.map(({ set, task, field, pairs, f1, precision, recall, best }) => {
      const shares = [f1, precision, recall, best.f1].map(percent);
      return `| ${[set, task, field, pairs, ...shares, best.threshold.toFixed(2)].join(' | ')} |`;
    }),
  ].join('\n');
}

export function eventClusterTable(reports: readonly EventClusterReport[]): string {
  return [
    '| set | posts | events | stories | pair F1 % | precision % | recall % | NMI % | B³ % | posts a second |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...reports.map((each) => {
      const name = `${each.set}${each.timed ? '' : ', times unknown'}`;
      const shares = [each.pairF1, each.pairPrecision, each.pairRecall, each.nmi, each.b3].map(percent);
      const cells = [name, each.posts, each.labels, each.groups, ...shares, Math.round(each.perSecond)];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}
