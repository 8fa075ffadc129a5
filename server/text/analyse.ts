import type { Analysis, Evidence } from '../core/reading/analysis.ts';

/** One line of the `analyse` command: the analysis under its id as it was given, probabilities to four places. */
export function toContract(id: string | number, analysis: Analysis): Readonly<Record<string, unknown>> {
  const { language, quality, sentiment, emotion, intents, severity, aspects, evidence } = analysis;
  const { rootCauses, segments, sarcasm, addressed } = analysis;
  return {
    id,
    language,
    quality,
    sentiment: {
      label: sentiment.label,
      ...shares({
        negative: sentiment.negative,
        neutral: sentiment.neutral,
        positive: sentiment.positive,
      }),
      score: short(sentiment.score),
    },
    emotion: shares(emotion),
    intents,
    severity,
    aspects,
    evidence: toldEvidence(evidence, short(sentiment.score)),
    root_causes: rootCauses,
    segments,
    sarcasm,
    target: addressed,
  };
}

/**
 * Spans are of the text alone. What weighs in a title before it, and what stands in no word, is one rest,
 * the last, with the empty span and no text. Rounded weights sum to the rounded score.
 */
function toldEvidence(evidence: readonly Evidence[], score: number): Evidence[] {
  const shown = evidence
    .filter(({ span: [from, to] }) => from < to)
    .map((each) => ({ ...each, weight: short(each.weight) }));
  const rest = short(shown.reduce((left, { weight }) => left - weight, score));
  return rest === 0 ? shown : [...shown, { span: [0, 0], text: '', weight: rest }];
}

/** Rounded, the largest so that they still sum to 1. */
function shares(of: Readonly<Record<string, number>>): Record<string, number> {
  const parts = Object.entries(of).map(([name, share]) => [name, Math.round(share * 10_000)] as const);
  const rest = 10_000 - parts.reduce((sum, [, part]) => sum + part, 0);
  const [largest] = parts.reduce((most, each) => (each[1] > most[1] ? each : most));
  return Object.fromEntries(
    parts.map(([name, part]) => [name, (part + (name === largest ? rest : 0)) / 10_000]),
  );
}

function short(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
