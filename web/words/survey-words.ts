import type {
  Beside,
  DimensionFigures,
  MeanInterval,
  SurveyChange,
  SurveyFigures,
  SurveyRow,
  SurveysScreen,
  SurveyUse,
  Worst,
} from '../api/surveys.ts';
import { DAY } from '../time.ts';
import { exact, interval, percent } from './format.ts';
import type { Words } from './zh.ts';

/** `+33.3`, `−0.52`: with its sign, and none where it rounds to nought. */
export function signedWord(value: number, digits: number): string {
  const said = value.toFixed(digits);
  if (Number(said) === 0) return (0).toFixed(digits);
  return said.startsWith('-') ? said.replace('-', '−') : `+${said}`;
}

const plain = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−');

/** `33.3（21.2 至 45.5）`. */
export function npsWord({ value, lo, hi }: NonNullable<SurveyFigures['nps']>, words: Words): string {
  const within = words.surveys.between(plain(lo, 1), plain(hi, 1));
  return `${plain(value, 1)}${words.common.open}${within}${words.common.shut}`;
}

export const csatWord = ({ share }: NonNullable<SurveyFigures['csat']>): string =>
  interval(share.p ?? 0, share.lo, share.hi);

/** A mean, or a difference of means with its sign. */
export function meanWord({ mean, lo, hi }: MeanInterval, words: Words, signed = false): string {
  const say = (value: number): string => (signed ? signedWord(value, 2) : plain(value, 2));
  const within = words.surveys.between(say(lo), say(hi));
  return `${say(mean)}${words.common.open}${within}${words.common.shut}`;
}

/** Of a dimension what the others are held against: the gap, else what was perceived. */
export const toldOf = (figures: DimensionFigures): MeanInterval | null => figures.gap ?? figures.perceived;

/** The dimension that falls shortest, of those that so many answered at least; null where there is none. */
export function lowestOf({ dimensions }: SurveyFigures, fewest: number): DimensionFigures | null {
  const gaps = dimensions.filter(({ gap }) => gap !== null);
  const asked = gaps.length > 0 ? gaps : dimensions;
  const told = asked.filter((each) => (toldOf(each)?.n ?? 0) >= fewest);
  return told.toSorted((a, b) => (toldOf(a)?.mean ?? 0) - (toldOf(b)?.mean ?? 0))[0] ?? null;
}

/** First and last day; the last one is included. */
export function ranWord(
  { from, to }: Pick<SurveyRow, 'from' | 'to'>,
  day: (at: number) => string,
  words: Words,
): string {
  return words.surveys.ran(day(from), day(Math.max(from, to - DAY)));
}

/** Title of the section: what the newest survey comes to, as far as enough people answered it. */
export function surveysFinding(
  { surveys, fewest }: Pick<SurveysScreen, 'surveys' | 'fewest'>,
  words: Words,
): string {
  const { surveys: say, common } = words;
  const [newest] = surveys;
  if (!newest) return say.empty;
  const { nps, csat } = newest.figures;
  const lowest = lowestOf(newest.figures, fewest);
  const told = [
    ...(nps && nps.n >= fewest ? [say.finding.nps(plain(nps.value, 0))] : []),
    ...(csat && csat.n >= fewest ? [say.finding.csat(percent(csat.share.p ?? 0))] : []),
    ...(lowest ? [lowestWord(lowest, words)] : []),
  ];
  const name = say.finding.survey(newest.name, exact(newest.answers));
  return told.length === 0 ? name : `${name}${common.colon}${told.join(common.comma)}`;
}

function lowestWord({ gap, perceived, dimension }: DimensionFigures, words: Words): string {
  const { finding } = words.surveys;
  const name = words.codes.servqual[dimension];
  if (gap) return finding.gap(name, signedWord(gap.mean, 2));
  return finding.perceived(name, plain(perceived?.mean ?? 0, 2));
}

/** Higher and lower are said only where the interval leaves no difference out, with how much; shares in points. */
export function changeWord(
  change: SurveyChange | null | undefined,
  kind: 'score' | 'share' | 'mean',
  words: Words,
): string | null {
  if (!change) return null;
  const { change: say, between } = words.surveys;
  if (change.verdict === 'unclear') return say.unclear;
  const amount = (value: number): string =>
    (Math.abs(value) * (kind === 'share' ? 100 : 1)).toFixed(kind === 'mean' ? 2 : 1);
  const ends = change.verdict === 'higher' ? [change.lo, change.hi] : [change.hi, change.lo];
  const within = between(amount(ends[0] ?? 0), amount(ends[1] ?? 0));
  const by = kind === 'share' ? say.points(amount(change.value)) : amount(change.value);
  return say[change.verdict](`${by}${words.common.open}${within}${words.common.shut}`);
}

interface WorstWords {
  readonly same: (one: string) => string;
  readonly differ: (survey: string, posts: string) => string;
  readonly unclear: (survey: string, posts: string) => string;
}

/** Where the two sides find the same worst, and where they contradict each other; null where one says too little. */
export function worstWord<What extends string>(
  { verdict, survey, posts }: Worst<What>,
  names: Readonly<Record<What, string>>,
  say: WorstWords,
): string | null {
  if (verdict === 'few' || survey === null || posts === null) return null;
  return verdict === 'same' ? say.same(names[survey]) : say[verdict](names[survey], names[posts]);
}

/** An agreement of orders is told as one only below 5 %; of five things that is the very same order, or the opposite. */
export function agreementWord({ agreement }: Pick<Beside, 'agreement'>, words: Words): string | null {
  if (agreement === null) return null;
  const { beside } = words.surveys;
  const [tau, p] = [plain(agreement.tau, 2), percent(agreement.p)];
  if (agreement.p >= 0.05) return beside.noOrder(tau, p);
  return agreement.tau > 0 ? beside.agree(tau, p) : beside.oppose(tau, p);
}

/** `可靠性·期望`, `推荐意愿（0 至 10）`. */
export function useWord(use: SurveyUse, words: Words): string {
  const { uses } = words.surveys.form;
  const [side, dimension] = use.split('.') as [string, keyof Words['codes']['servqual'] | undefined];
  if (dimension === undefined) return uses[use as 'nps'];
  return uses[side as 'perceived'](words.codes.servqual[dimension]);
}
