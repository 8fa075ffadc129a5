import { readFileSync } from 'node:fs';
import type { Analysis, Aspect, Evidence, Reader, Span } from '../core/reading/analysis.ts';
import { aspectsOf } from './aspects.ts';
import { intentsOf } from './intents.ts';
import { keywordsOf } from './keywords.ts';
import { emotionOf, sentimentOf } from './label.ts';
import { explain } from './model/evidence.ts';
import { type LanguageModel, loadLanguageModel, type Read } from './model/language-model.ts';
import { loadSentenceModels } from './model/sentence-models.ts';
import { applyOverlay, unpackOverlay, wholeText } from './overlay.ts';
import { ownWordsOf, readWithOwn } from './own-words.ts';
import { placesOf } from './places.ts';
import { createLexiconPreparer, type Prepared } from './prepared.ts';
import { qualityOf } from './quality.ts';
import type { Reading } from './reading.ts';
import { rootCausesOf } from './root-cause.ts';
import { sarcasmOf } from './sarcasm.ts';
import { segmentsOf } from './segments.ts';
import { severityOf } from './severity/severity.ts';
import { addressedOf } from './target.ts';
import { topicAspects } from './topic-aspects.ts';

/** What the shipped reader answers, as a mark: made by `npm run answers`. */
export const SHIPPED_ANSWERS = new URL('./answers.txt', import.meta.url);

export interface ReaderOptions {
  /** What a team taught it; throws AppError('bad_file') when it is damaged. */
  readonly overlay?: Uint8Array | null;
  /** Another model than the shipped one. */
  readonly model?: LanguageModel;
}

/**
 * Reads texts: sentiment and emotion by the trained model, the rest by the word lists. `read` never throws
 * and never looks past READ_LIMIT characters (the model past FEATURE_LIMIT). A title is read with the text;
 * what it weighs is told with the empty span [0, 0], as is what stands in no word. Weights of the evidence
 * sum to the score.
 */
export function createReader(options: ReaderOptions = {}): Reader {
  const overlay = options.overlay ? unpackOverlay(options.overlay) : null;
  const lexicon = createLexiconPreparer();
  const model = options.model ?? loadLanguageModel();
  const sentences = loadSentenceModels();
  const answers = readFileSync(SHIPPED_ANSWERS, 'utf8').trim();
  const team = overlay === null ? '' : `+team-${overlay.mark}`;
  return {
    version: `model-${model.mark}+${sentences.version}+lexicon-${lexicon.version}+answers-${answers}${team}`,
    read(text, context = {}) {
      const head = context.title && !text.startsWith(context.title) ? `${context.title}\n` : '';
      const prepared = lexicon.prepare(head === '' ? text : head + text);
      const { reading, signs, grave, score, ironies } = prepared;
      const { said, own } = readWithOwn(model, prepared);
      const told = sentences.read(said.features, reading);
      const alone = sentimentOf(said, prepared, context.rating, told.grave);
      const sentiment =
        overlay === null ? alone : applyOverlay(overlay, wholeText(context.title, text), alone);
      const events = severityOf(reading, grave, sentiment, signs, told.grave);
      const aspects = aspectsOf(prepared, told.service, sentiment.label);
      return {
        ...qualityOf(reading.text, reading.traits, reading.source.given),
        sentiment,
        emotion: emotionOf(said, sentiment),
        intents: intentsOf({
          ...ownWordsOf({ ...prepared, aspects }),
          sentiment: own === null ? sentiment : sentimentOf(own, prepared, context.rating, told.grave),
          wants: told.wants,
          grave: events.some(harms),
        }),
        severity: events,
        aspects: [...aspects, ...topicAspects(said, reading, score)].map((aspect) =>
          placed(aspect, reading, head.length),
        ),
        evidence: evidenceOf(model, prepared, said, sentiment.score, head.length),
        places: placesOf(reading),
        rootCauses: rootCausesOf(reading, sentiment),
        segments: segmentsOf(reading),
        sarcasm: sarcasmOf(reading, ironies, score.ironic),
        addressed: addressedIn(reading, head.length),
        keywords: keywordsOf(reading),
      } satisfies Analysis;
    },
  };
}

/** Old people and reporters are named in harmless talk, too. */
function harms({ category }: Analysis['severity'][number]): boolean {
  return category !== 'vulnerable' && category !== 'media_escalation';
}

function addressedIn(reading: Reading, head: number): Analysis['addressed'] {
  return addressedOf(reading).map((each) => ({ ...each, span: inText(each.span[0], each.span[1], head) }));
}

/** What stands in no word comes last, with the empty span and no text. */
function evidenceOf(
  model: LanguageModel,
  { reading, score }: Prepared,
  said: Read,
  total: number,
  head: number,
): Evidence[] {
  const { spans, rest } = explain(model, said, total, reading, score.shares);
  const evidence: Evidence[] = spans.map(({ start, end, weight }) => {
    const [from, to] = reading.source.original(start, end);
    return { span: inText(from, to, head), text: reading.source.given.slice(from, to), weight };
  });
  if (rest !== 0) evidence.push({ span: [0, 0], text: '', weight: rest });
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
