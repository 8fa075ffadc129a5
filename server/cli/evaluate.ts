import { readFileSync, writeFileSync } from 'node:fs';
import { AppError } from '../core/errors.ts';
import { evaluateNear, type NearReport, nearTable } from '../stories/evaluate-near.ts';
import { createReader } from '../text/reader.ts';
import { hasSet, type Part, readSet } from '../text/training/corpus.ts';
import { evaluateSets, type SetReport } from '../text/training/evaluate.ts';
import { evaluateTopics, type TopicReport } from '../text/training/evaluate-topics.ts';
import { measureHeldOut } from '../text/training/held-out.ts';
import { confusionText, heldOutTable, reportTable, topicTable } from '../text/training/tables.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';
import { type EventReport, eventTables, measureEvents } from './shell/event-sets.ts';
import { measureNab, type NabReport, nabTable } from './shell/nab-set.ts';

const CARD = new URL('../text/model/README.md', import.meta.url);
const PARTS: readonly Part[] = ['dev', 'test'];

export default defineCommand({
  name: 'evaluate',
  summary: 'measure the reader and the finder of copies on labelled sets',
  help: `
usage: tingchao evaluate DIR [--part test|dev] [--errors] [--json] [--card]
       tingchao evaluate DIR --held-out CATEGORY[,CATEGORY …] [--seeds 1,2]

DIR holds one folder a set with train, dev and test parts as gzipped JSON lines {id,text,label,…}. Prints
accuracy, macro-F1, calibration error, F1 by class and texts a second for each set, then the confusion; of sets
of pairs {text,text_b,label,kind|task} the share that is taken for copies, by kind; of a folder nab (labelled
series, as the Numenta Anomaly Benchmark lays them out) the score of detect; of event_pairs the F1 of same, of
event_clusters… how well stories finds the events.
  --part       which part is measured on (default: test)
  --errors     adds the ten surest wrong answers of each set
  --json       prints everything as JSON lines
  --card       puts the table into server/text/model/README.md
  --held-out   trains without whole categories of the shopping set and measures on them, beside plain
               NB-weighted regression trained on the same rest; it takes minutes for each
  --seeds      whole numbers, comma separated: each trains once more (default: 1,2)`,
  async run(args, io) {
    const { words, options } = readArguments(args, ['DIR'], {
      part: 'text',
      errors: 'flag',
      json: 'flag',
      card: 'flag',
      'held-out': 'text',
      seeds: 'text',
    });
    const folder = words[0] ?? '';
    if (options['held-out'] !== undefined) {
      const seeds = (options.seeds ?? '1,2').split(',').map(Number);
      if (!seeds.every(Number.isSafeInteger))
        throw new AppError('bad_request', '--seeds takes whole numbers, comma separated');
      const reports = measureHeldOut(folder, options['held-out'].split(','), seeds, (words) =>
        io.stderr.write(`${words}\n`),
      );
      io.stdout.write(`${heldOutTable(reports)}\n`);
      return 0;
    }
    const part = (options.part ?? 'test') as Part;
    if (!PARTS.includes(part)) throw new AppError('bad_request', '--part is test or dev');
    const reports = evaluateSets(folder, createReader(), part);
    const topics = evaluateTopics(folder, part);
    const near = measureNear(folder, part);
    const nab = measureNab(folder);
    const events = measureEvents(folder, part);
    if (reports.length + topics.length + near.length + nab.length + events.length === 0) {
      throw new AppError('bad_file', `${folder} holds none of the sets`);
    }
    io.stdout.write(
      options.json
        ? jsonOf([...reports, ...topics, ...near, ...nab, ...events])
        : textOf(reports, topics, [...tablesOf(near, nab), ...eventTables(events)], options.errors),
    );
    if (options.card) writeCard(`${reportTable(reports)}\n\n${topicTable(topics)}`);
    return 0;
  },
});

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
