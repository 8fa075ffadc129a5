import { SERVQUAL, type Servqual, type Touchpoint } from '../reading/analysis.ts';
import { kendall, type RankAgreement } from '../statistics/kendall.ts';
import type { MeanInterval } from '../statistics/mean-interval.ts';
import type { Share } from '../statistics/share.ts';
import { wilson } from '../statistics/wilson.ts';
import type { DimensionFigures } from './survey-figures.ts';

/** How often each was complained of, in posts, originals only, or in the free texts of answers. */
export interface Complaints {
  /** Of how many. */
  readonly n: number;
  readonly dimensions: Readonly<Partial<Record<Servqual, number>>>;
  readonly touchpoints: Readonly<Partial<Record<Touchpoint, number>>>;
}

/** A dimension as people answer when asked, and as people complain of it in public. */
export interface BesideDimension {
  readonly dimension: Servqual;
  readonly survey: MeanInterval | null;
  readonly complaints: number;
  /** Of all posts. */
  readonly share: Share;
}

export interface BesideTouchpoint {
  readonly touchpoint: Touchpoint;
  readonly texts: number;
  readonly textShare: Share;
  readonly posts: number;
  readonly postShare: Share;
}

/** `few`: one side says too little; `unclear`: their worst differ, but no side is sure of its own. */
export type BesideVerdict = 'same' | 'differ' | 'unclear' | 'few';

export interface Worst<What> {
  readonly verdict: BesideVerdict;
  readonly survey: What | null;
  readonly posts: What | null;
}

/** A survey beside what was said in public on its days. */
export interface Beside {
  /** Whether the survey is judged by its gaps or, where nobody was asked what they expect, by what was perceived. */
  readonly by: 'gap' | 'perceived';
  readonly mentions: number;
  readonly dimensions: readonly BesideDimension[];
  readonly worst: Worst<Servqual>;
  /** Of the orders of all five; null where not all five were asked, or one side says too little. */
  readonly agreement: RankAgreement | null;
  readonly texts: number;
  readonly touchpoints: readonly BesideTouchpoint[];
  readonly worstTouchpoint: Worst<Touchpoint>;
}

/** Fewer give no order: of posts those that break a dimension, of a survey those who answered, of texts complaints. */
export const MIN_COMPARED = 20;

/**
 * Holds the one against the other. They are different people: whoever posts has mostly something to complain of, and
 * whoever is asked is whoever answers. So only orders are compared, never heights.
 */
export function besideOf(survey: readonly DimensionFigures[], posts: Complaints, texts: Complaints): Beside {
  const by = survey.some(({ gap }) => gap !== null) ? 'gap' : 'perceived';
  const figures = new Map(survey.map((each) => [each.dimension, each[by]]));
  const dimensions = SERVQUAL.map((dimension) => ({
    dimension,
    survey: figures.get(dimension) ?? null,
    ...complaintShare(posts.dimensions[dimension] ?? 0, posts.n),
  }));
  const broken = dimensions.reduce((sum, { complaints }) => sum + complaints, 0);
  const enough =
    broken >= MIN_COMPARED && dimensions.some(({ survey: mean }) => (mean?.n ?? 0) >= MIN_COMPARED);
  return {
    by,
    mentions: posts.n,
    dimensions,
    worst: worstDimension(dimensions, enough),
    texts: texts.n,
    agreement: enough ? agreementOf(dimensions) : null,
    ...touchpointsOf(posts, texts),
  };
}

function complaintShare(
  complaints: number,
  n: number,
): { readonly complaints: number; readonly share: Share } {
  return { complaints, share: { p: n > 0 ? complaints / n : null, ...wilson(complaints, n) } };
}

/** Worst first in both: the lowest mean, and the most complaints. */
function agreementOf(dimensions: readonly BesideDimension[]): RankAgreement | null {
  const means = dimensions.flatMap(({ survey }) => (survey && survey.n >= MIN_COMPARED ? [survey.mean] : []));
  if (means.length < SERVQUAL.length) return null;
  const shortfalls = means.map((mean) => -mean);
  return kendall(
    shortfalls,
    dimensions.map(({ complaints }) => complaints),
  );
}

function worstDimension(all: readonly BesideDimension[], enough: boolean): Worst<Servqual> {
  const asked = all.filter(({ survey }) => (survey?.n ?? 0) >= MIN_COMPARED);
  const low = asked.toSorted((a, b) => (a.survey?.mean ?? 0) - (b.survey?.mean ?? 0))[0];
  // What nobody was asked about cannot be the worst of a survey: posts are held against what was asked.
  const loud = asked.toSorted((a, b) => b.complaints - a.complaints)[0];
  if (!enough || !low || !loud || asked.length < 2) return { verdict: 'few', survey: null, posts: null };
  const worst = { survey: low.dimension, posts: loud.dimension };
  if (low === loud) return { verdict: 'same', ...worst };
  const sure = (low.survey?.hi ?? 0) < (loud.survey?.lo ?? 0) && loud.share.lo > low.share.hi;
  return { verdict: sure ? 'differ' : 'unclear', ...worst };
}

function touchpointsOf(
  posts: Complaints,
  texts: Complaints,
): Pick<Beside, 'touchpoints' | 'worstTouchpoint'> {
  const names = new Set([
    ...Object.keys(texts.touchpoints),
    ...Object.keys(posts.touchpoints),
  ]) as Set<Touchpoint>;
  const rows = [...names].map((touchpoint) => {
    const [text, post] = [
      complaintShare(texts.touchpoints[touchpoint] ?? 0, texts.n),
      complaintShare(posts.touchpoints[touchpoint] ?? 0, posts.n),
    ];
    return {
      touchpoint,
      texts: text.complaints,
      textShare: text.share,
      posts: post.complaints,
      postShare: post.share,
    };
  });
  const touchpoints = rows
    .filter((row) => row.texts + row.posts > 0)
    .sort((a, b) => b.texts - a.texts || b.posts - a.posts || (a.touchpoint < b.touchpoint ? -1 : 1));
  return { touchpoints, worstTouchpoint: worstTouchpoint(touchpoints) };
}

function worstTouchpoint(rows: readonly BesideTouchpoint[]): Worst<Touchpoint> {
  const [said] = rows.toSorted((a, b) => b.texts - a.texts);
  const [loud] = rows.toSorted((a, b) => b.posts - a.posts);
  const enough = (of: 'texts' | 'posts') => rows.reduce((sum, row) => sum + row[of], 0) >= MIN_COMPARED;
  if (!said || !loud || !enough('texts') || !enough('posts'))
    return { verdict: 'few', survey: null, posts: null };
  const worst = { survey: said.touchpoint, posts: loud.touchpoint };
  if (said === loud) return { verdict: 'same', ...worst };
  const sure = said.textShare.lo > loud.textShare.hi && loud.postShare.lo > said.postShare.hi;
  return { verdict: sure ? 'differ' : 'unclear', ...worst };
}
