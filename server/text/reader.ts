import type { Analysis, Aspect, Evidence, Reader, Span } from '../core/analysis.ts';
import { aspectsOf } from './aspects.ts';
import { emotionOf } from './emotion.ts';
import { intentsOf } from './intents.ts';
import { sentimentOf } from './label.ts';
import { loadLexicon } from './lexicon.ts';
import { measuresOf } from './measures.ts';
import { placesOf } from './places.ts';
import { qualityOf } from './quality.ts';
import { createPreparer, type Reading } from './reading.ts';
import { compileIronies } from './sarcasm.ts';
import { type Score, scoreOf } from './score.ts';
import { graveHits, severityOf } from './severity.ts';

/** What a rating adds to the score of its text, by stars from 1. */
const RATING = [0, -0.9, -0.6, 0, 0.6, 0.9];
const GRAVE_ENOUGH = 0.5;

/**
 * The lexicon reader. `read` never throws and never looks past READ_LIMIT characters. A title is read
 * with the text; what it weighs is told with the empty span [0, 0], as is a rating (1 to 5), which
 * shifts the score but does not replace the words. Weights of the evidence sum to the score before
 * squashing (score = tanh of the sum).
 */
export function createReader(): Reader {
  const { lexicon, supplement } = loadLexicon();
  const prepare = createPreparer(lexicon, supplement);
  const ironies = compileIronies(lexicon);
  return {
    version: `lexicon-${lexicon.meta.version}`,
    read(text, context = {}) {
      const head = context.title && !text.startsWith(context.title) ? `${context.title}\n` : '';
      const reading = prepare(head === '' ? text : head + text);
      const measures = measuresOf(reading);
      const grave = graveHits(reading);
      const weighty = grave.filter(
        (hit) =>
          !hit.weak &&
          hit.confidence >= GRAVE_ENOUGH &&
          hit.category !== 'vulnerable' &&
          hit.category !== 'media_escalation',
      );
      const score = scoreOf(reading, measures, ironies, weighty);
      const rated = RATING[Math.round(context.rating ?? 0)] ?? 0;
      const sentiment = sentimentOf(score.sum + rated);
      const aspects = aspectsOf(reading, measures, score);
      return {
        ...qualityOf(reading.text),
        sentiment,
        emotion: emotionOf(reading, sentiment),
        intents: intentsOf(reading, sentiment, score, aspects),
        severity: severityOf(reading, grave, sentiment.negative),
        aspects: aspects.map((aspect) => placed(aspect, reading, head.length)),
        evidence: evidenceOf(reading, score, rated, context.rating, head.length),
        places: placesOf(reading),
      } satisfies Analysis;
    },
  };
}

function evidenceOf(
  reading: Reading,
  score: Score,
  rated: number,
  rating: number | undefined,
  head: number,
): Evidence[] {
  const evidence: Evidence[] = score.shares.map(({ start, end, weight }) => {
    const [from, to] = reading.source.original(start, end);
    return { span: inText(from, to, head), text: reading.source.given.slice(from, to), weight };
  });
  if (rated !== 0) evidence.push({ span: [0, 0], text: `${rating}★`, weight: rated });
  return evidence;
}

function placed(aspect: Aspect, reading: Reading, head: number): Aspect {
  const [from, to] = reading.source.original(aspect.span[0], aspect.span[1]);
  return { ...aspect, span: inText(from, to, head) };
}

/** Spans are of the text alone: what stands in the title before it has none. */
function inText(from: number, to: number, head: number): Span {
  return from < head ? [0, 0] : [from - head, to - head];
}
