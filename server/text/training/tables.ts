import type { SetReport } from './evaluate.ts';
import type { TopicReport } from './evaluate-topics.ts';
import type { HeldOutReport } from './held-out.ts';

const percent = (value: number) => (value * 100).toFixed(1);

/** Markdown of what was measured, a row for each set and question. */
export function reportTable(reports: readonly SetReport[]): string {
  const rows = reports.map(({ set, question, scores, calibration, textsPerSecond }) =>
    [
      set,
      question,
      String(scores.count),
      percent(scores.accuracy),
      percent(scores.macroF1),
      calibration === null ? '' : percent(calibration),
      Object.entries(scores.f1)
        .map(([name, value]) => `${name} ${percent(value)}`)
        .join(', '),
      String(textsPerSecond),
    ].join(' | '),
  );
  return [
    '| set | question | texts | accuracy % | macro-F1 % | ECE % | F1 % by class | texts/s |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

/** Rows: what people said; columns: what was answered. */
export function confusionText({ set, question, scores }: SetReport): string {
  const width = Math.max(...scores.classes.map((name) => name.length), 6);
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell) => String(cell).padStart(width)).join(' ');
  return [
    `${set} (${question})`,
    line(['', ...scores.classes]),
    ...scores.confusion.map((row, at) => line([scores.classes[at] ?? '', ...row])),
  ].join('\n');
}

export function heldOutTable(reports: readonly HeldOutReport[]): string {
  const rows = reports.map(
    ({ category, count, plain, ours }) =>
      `| ${category} | ${count} | ${percent(plain)} | ${percent(ours)} | ${((ours - plain) * 100).toFixed(1)} |`,
  );
  return [
    '| category left out | texts | plain NB-LR | Tingchao | gain |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

export function topicTable(reports: readonly TopicReport[]): string {
  const rows = reports.map(({ domain, texts, scores }) => {
    const { mention, polarityAccuracy, polarityFound, polarityMacro, joint, byTopic } = scores;
    const each = byTopic.map(({ code, f1 }) => `${code} ${percent(f1)}`).join(', ');
    const figures = [mention, polarityFound, polarityAccuracy, polarityMacro, joint].map(percent).join(' | ');
    return `| ${domain} | ${texts} | ${figures} | ${each} |`;
  });
  return [
    '| topics | texts | mention micro-F1 % | polarity % of the found | polarity % of all | polarity macro-F1 % | both at once % | mention F1 % by topic |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
