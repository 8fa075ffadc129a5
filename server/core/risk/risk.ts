import type { Severity } from '../reading/analysis.ts';
import { wilson } from '../statistics/wilson.ts';
import type { RiskComponents } from './grade.ts';
import { COMPONENTS, DEFAULT_RISK_SETTING } from './risk-setting.ts';
import { AMPLIFIED, AMPLIFIERS, SEVERITY_WEIGHT, type SeverityAuthors } from './severity-weight.ts';

export interface RiskInput {
  /** −log10 of the upper tail probability of the volume; 0 without a baseline. */
  readonly burst: number;
  readonly negative: number;
  /** Mentions that `negative` is counted among. */
  readonly total: number;
  /** Mentions of the last hour, and what the hours before it make one expect of it; see `growth.ts`. */
  readonly lastHour: number;
  readonly previousMean: number;
  /** People probably reached in 24 h. */
  readonly reach: number;
  readonly severityAuthors: SeverityAuthors;
  /** 0..1, see `authority.ts`. */
  readonly authority: number;
}

/**
 * Risk index 0..100, the weighted sum of six components of 0..1; as shipped 20 burst + 20 negative share + 15 velocity
 * + 15 reach + 20 severity + 10 authority. Burst saturates at a probability of 10⁻⁸, velocity at eightfold, reach at
 * ten million; negative share enters by its Wilson lower bound, so that few posts cannot shout. Source: the project's
 * own reference model; its six worked cases are the tests.
 */
export function risk(
  input: RiskInput,
  weights: RiskComponents = DEFAULT_RISK_SETTING.weights,
): { readonly index: number; readonly components: RiskComponents } {
  const components = {
    B: burstOf(input.burst),
    N: wilson(input.negative, input.total).lo,
    V: velocityOf((input.lastHour + 0.5) / (input.previousMean + 0.5)),
    R: reachPart(input.reach),
    S: severity(input.severityAuthors),
    A: unit(input.authority),
  };
  return { index: indexOf(components, weights), components };
}

/** 0..100 */
export function indexOf(components: RiskComponents, weights: RiskComponents): number {
  return 100 * COMPONENTS.reduce((sum, name) => sum + weights[name] * components[name], 0);
}

/** Component B of −log10 p. */
export function burstOf(score: number): number {
  return unit(score / 8);
}

/** Component V of a ratio of rates. */
export function velocityOf(ratio: number): number {
  return unit(Math.log(ratio) / Math.log(8));
}

/** Component R of people reached. */
export function reachPart(reach: number): number {
  return unit(Math.log10(1 + Math.max(0, reach)) / 7);
}

/**
 * Component S, 0..1: the gravest category, believed more with each author (half the doubt goes with each
 * one), and 15 % graver with an amplifier, which never counts alone.
 */
export function severity(authors: SeverityAuthors): number {
  let gravest = 0;
  let amplified = false;
  for (const [name, count] of Object.entries(authors)) {
    const category = name as Severity;
    if (count <= 0) continue;
    if (AMPLIFIERS.has(category)) amplified = true;
    else gravest = Math.max(gravest, SEVERITY_WEIGHT[category] * (1 - 0.5 ** count));
  }
  return amplified ? Math.min(1, gravest * AMPLIFIED) : gravest;
}

function unit(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}
