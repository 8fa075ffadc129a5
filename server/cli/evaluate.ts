import { AppError } from '../core/errors.ts';
import type { Part } from '../text/training/corpus.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

const PARTS: readonly Part[] = ['dev', 'test'];

function readPart(given = 'test'): Part {
  const part = PARTS.find((each) => each === given);
  if (part === undefined) throw new AppError('bad_request', '--part is test or dev');
  return part;
}

function readSeeds(given = '1,2'): readonly number[] {
  const seeds = given.split(',').map(Number);
  if (seeds.every(Number.isSafeInteger)) return seeds;
  throw new AppError('bad_request', '--seeds takes whole numbers, comma separated');
}

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
    const { 'held-out': heldOut, errors, json, card } = options;
    const [folder = ''] = words;
    if (heldOut !== undefined) {
      const seeds = readSeeds(options.seeds);
      const { evaluateHeldOut } = await import('./work/evaluate.ts');
      return evaluateHeldOut(folder, { categories: heldOut.split(','), seeds }, io);
    }
    const part = readPart(options.part);
    const { evaluate } = await import('./work/evaluate.ts');
    return evaluate(folder, { part, errors, json, card }, io);
  },
});
