import { NO_OPTIONS, type OptionWords, wordStep, worthOf } from './option-words.ts';
import type { Scale } from './survey-use.ts';
import type { WordStep } from './word-step.ts';

/** `blank`: not answered, or passed over. `off`: nothing on this scale. */
export type ScoreReading = number | 'blank' | 'off';

/** Exports write −3 and −2 for what was passed over or left empty; who does not know has not answered either. */
const BLANK =
  /^(|-|--|—|\/|-[123]|[(（]?(空|跳过|未填|未作答|未回答|无回答|不适用|不了解|不知道|没用过|未使用过?|未办理过?)[)）]?|null|none|n\/?a|not applicable|don['’]?t know|no opinion|no experience)$/i;

/** An answer taken apart: `5-非常满意` has both, `满意` only words. */
export interface SaidScore {
  readonly number: number | null;
  readonly words: string;
  /** Null without words, and where they are not known. */
  readonly step: WordStep | null;
}

/** How the steps of a question are counted. */
export interface StepScale {
  readonly scale: Scale;
  /** `low`: a larger number is a worse answer. */
  readonly better: 'high' | 'low';
}

const LETTER = /^[([]?[A-Ga-g][)\].、:]\s*/;
const UNIT = '(?:分|颗?星|级|points?|stars?)?';
const BEFORE = new RegExp(`^[([]?(\\d{1,2})(?:\\.0+)?(?!\\d|\\.\\d)\\s*${UNIT}[)\\]]?`, 'i');
const AFTER = new RegExp(`[([]?\\s*(\\d{1,2})(?:\\.0+)?\\s*${UNIT}\\s*[)\\]]?$`, 'i');
const EDGE = /^[\s.、:,=()[\]\-—–~]+|[\s.。!、:,=()[\]\-—–~]+$/g;

function textOf(cell: unknown): string {
  if (typeof cell === 'number' || typeof cell === 'string') return String(cell).normalize('NFKC').trim();
  return cell === undefined || cell === null ? '' : '?';
}

/** Takes an answer apart; null where it was left blank. */
export function saidIn(cell: unknown): SaidScore | null {
  const text = textOf(cell);
  if (BLANK.test(text)) return null;
  const bare = text.replace(LETTER, '');
  const found = BEFORE.exec(bare) ?? AFTER.exec(bare);
  const rest = (found === null ? bare : bare.replace(found[0], '')).replace(EDGE, '');
  if (rest !== '' && BLANK.test(rest)) return null;
  // More figures are a date, a span or a fraction.
  if (/\d/.test(rest)) return { number: null, words: text, step: null };
  return {
    number: found === null ? null : Number(found[1]),
    words: rest,
    step: rest === '' ? null : wordStep(rest),
  };
}

/** What words come to; of an amount nobody knows whether much is good, unless the larger number is the worse. */
export function byWords(
  { words, step }: SaidScore,
  { scale, better, effort }: StepScale & { readonly effort: boolean },
  options: OptionWords = NO_OPTIONS,
): number | null {
  if (step === null || (effort && step.of === 'amount' && step.sign !== 0 && better === 'high')) return null;
  const worth = worthOf(words, step, scale, options);
  return step.of === 'worth' && better === 'low' ? scale + 1 - worth : worth;
}

/** The answer to how likely somebody recommends, 0 to 10: words alone give no number. */
export function readLikelihood(cell: unknown): ScoreReading {
  const said = saidIn(cell);
  if (said === null) return 'blank';
  const { number, words, step } = said;
  return number !== null && number <= 10 && (words === '' || step !== null) ? number : 'off';
}

/**
 * An answer in steps from 1. Words count before numbers do: in `1.非常满意` the number is the place of the option in its
 * list, not its worth. Words that are not known are off: what their number means is not known either.
 */
export function readScore(
  cell: unknown,
  scale: Scale,
  { better = 'high', effort = false, options = NO_OPTIONS }: ReadingOf = {},
): ScoreReading {
  const said = saidIn(cell);
  if (said === null) return 'blank';
  const value = said.words === '' ? said.number : byWords(said, { scale, better, effort }, options);
  return value !== null && value >= 1 && value <= scale ? value : 'off';
}

interface ReadingOf {
  readonly better?: 'high' | 'low';
  /** The question is about effort. */
  readonly effort?: boolean;
  readonly options?: OptionWords;
}
