import { readFileSync, writeFileSync } from 'node:fs';
import { AppError } from '../../core/errors.ts';
import { evaluateNear, type NearReport, nearTable } from '../../stories/evaluate-near.ts';
import { createReader } from '../../text/reader.ts';
import { hasSet, type Part, readSet } from '../../text/training/corpus.ts';
import { evaluateSets, type SetReport } from '../../text/training/evaluate.ts';
import { evaluateTopics, type TopicReport } from '../../text/training/evaluate-topics.ts';
import { measureHeldOut } from '../../text/training/held-out.ts';
import { confusionText, heldOutTable, reportTable, topicTable } from '../../text/training/tables.ts';
import type { CommandIO } from '../shell/command.ts';
import { type EventReport, eventTables, measureEvents } from './event-sets.ts';
import { measureNab, type NabReport, nabTable } from './nab-set.ts';

const CARD = new URL('../../text/model/README.md', import.meta.url);

interface HeldOut {
  readonly categories: readonly string[];
  readonly seeds: readonly number[];
}

export function evaluateHeldOut(folder: string, { categories, seeds }: HeldOut, io: CommandIO): number {
  const logLine = (words: string) => io.stderr.write(`${words}\n`);
  io.stdout.write(`${heldOutTable(measureHeldOut(folder, categories, seeds, logLine))}\n`);
  return 0;
}

interface EvaluateOptions {
  readonly part: Part;
  readonly errors: boolean;
  readonly json: boolean;
  readonly card: boolean;
}

export function evaluate(
  folder: string,
  { part, errors, json, card }: EvaluateOptions,
  io: CommandIO,
): number {
  const reports = evaluateSets(folder, createReader(), part);
  const topics = evaluateTopics(folder, part);
  const near = measureNear(folder, part);
  const nab = measureNab(folder);
  const events = measureEvents(folder, part);
  if (reports.length + topics.length + near.length + nab.length + events.length === 0) {
    throw new AppError('bad_file', `${folder} holds none of the sets`);
  }
  io.stdout.write(
    json
      ? jsonOf([...reports, ...topics, ...near, ...nab, ...events])
      : textOf(reports, topics, [...tablesOf(near, nab), ...eventTables(events)], errors),
  );
  if (card) writeCard(`${reportTable(reports)}\n\n${topicTable(topics)}`);
  return 0;
}

/** Edits by rule, and pairs that people judged; the first have a dev part only, the others no dev part. */
function measureNear(folder: string, part: Part): NearReport[] {
  const sets: readonly [string, Part][] = [
    ['neardup_synth', 'dev'],
    ['event_pairs', part === 'dev' ? 'train' : part],
  ];
  return sets
    .filter(([set, of]) => hasSet(folder, set, of))
    .flatMap(([set, of]) => evaluateNear(`${set}/${of}`, readSet(folder, set, of)));
}

function jsonOf(
  reports: readonly (SetReport | TopicReport | NearReport | NabReport | EventReport)[],
): string {
  return reports.map((report) => `${JSON.stringify(report)}\n`).join('');
}

function tablesOf(near: readonly NearReport[], nab: readonly NabReport[]): string[] {
  return [...(near.length > 0 ? [nearTable(near)] : []), ...(nab.length > 0 ? [nabTable(nab)] : [])];
}

function textOf(
  reports: readonly SetReport[],
  topics: readonly TopicReport[],
  others: readonly string[],
  errors: boolean,
): string {
  const worst = reports.map(
    ({ set, question, worst }) =>
      `${set} (${question}), surest errors\n${worst
        .map(
          ({ p, gold, answered, text }) =>
            `  ${p.toFixed(2)} ${gold}→${answered} ${text.replace(/\s+/g, ' ')}`,
        )
        .join('\n')}`,
  );
  const parts = [
    reportTable(reports),
    topicTable(topics),
    ...others,
    ...reports.map(confusionText),
    ...(errors ? worst : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const BEGIN = '<!-- figures: begin -->';
const END = '<!-- figures: end -->';

/** Replaces what stands between the two marks of the model card. */
function writeCard(tables: string): void {
  const card = readFileSync(CARD, 'utf8');
  const [before, rest] = card.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new AppError('bad_file', 'the model card has lost its marks');
  writeFileSync(CARD, `${before}${BEGIN}\n${tables}\n${END}${after}`);
}
