import type { Scale } from './survey-use.ts';

/** `blank`: not answered, or passed over. `off`: nothing on this scale. */
export type ScoreReading = number | 'blank' | 'off';

/** Exports write −3 and −2 for what was passed over or left empty. */
const BLANK = /^(|-|--|—|\/|-[123]|[(（]?(空|跳过|未填|未作答|未回答|无回答|不适用)[)）]?|null|none|n\/?a)$/i;

/** From the worst to the best of five, as far as words tell; the longest words are looked for first. */
const STEPS: readonly (readonly [RegExp, number])[] = [
  [/(非常|很|极|十分|完全)(的)?不(满意|同意|符合|认同|容易|轻松)|very dissatisfied|strongly disagree/i, 1],
  [/(比较|有点|较|有些)不(满意|同意|符合|认同)|somewhat dis/i, 2],
  [/不(太|大|够|怎么)?(满意|同意|符合|认同)|dissatisfied|disagree/i, 2],
  [/一般|中立|说不清|不确定|还行|neutral|neither/i, 3],
  [/(非常|很|极|十分|完全)(的)?(满意|同意|符合|认同|容易|轻松)|very satisfied|strongly agree/i, 5],
  [/(比较|有点|较|基本|有些)?(满意|同意|符合|认同)|satisfied|agree/i, 4],
];
/** Of seven, `有点` and `比较` stand one step from the middle. */
const SLIGHT = /比较|有点|较|有些|基本|somewhat/i;

function byWords(text: string, scale: Scale): number | null {
  const step = STEPS.find(([words]) => words.test(text))?.[1];
  if (step === undefined || scale === 5) return step ?? null;
  const slight = SLIGHT.test(text);
  return [1, slight ? 3 : 2, 4, slight ? 5 : 6, 7][step - 1] ?? null;
}

/** A whole number, alone or before what explains it: `9`, `9分`, `10-非常愿意`, `A.5`. */
function byNumber(text: string): number | null {
  const found = /^(?:[A-Ga-g][.、:]\s*)?(\d{1,2})(?:\.0+)?\s*[分星]?\s*(?:$|[-—–~.](?!\d)|[、:(])/.exec(text);
  return found === null ? null : Number(found[1]);
}

function textOf(cell: unknown): string {
  if (typeof cell === 'number' || typeof cell === 'string') return String(cell).normalize('NFKC').trim();
  return cell === undefined || cell === null ? '' : '?';
}

/** The answer to how likely somebody recommends, 0 to 10. */
export function readLikelihood(cell: unknown): ScoreReading {
  const text = textOf(cell);
  if (BLANK.test(text)) return 'blank';
  const value = byNumber(text);
  return value !== null && value >= 0 && value <= 10 ? value : 'off';
}

/**
 * An answer in steps from 1. Words tell before numbers do: in `1.非常满意` the number is the place of the option in
 * its list, not its worth.
 */
export function readScore(cell: unknown, scale: Scale): ScoreReading {
  const text = textOf(cell);
  if (BLANK.test(text)) return 'blank';
  const value = byWords(text, scale) ?? byNumber(text);
  return value !== null && value >= 1 && value <= scale ? value : 'off';
}
