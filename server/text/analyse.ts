import type { Analysis } from '../core/reading/analysis.ts';

/** One line of the `analyse` command: the analysis under its id, probabilities to four places. */
export function toContract(id: string, analysis: Analysis): Readonly<Record<string, unknown>> {
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
    evidence: evidence.map((each) => ({ ...each, weight: short(each.weight) })),
    root_causes: rootCauses,
    segments,
    sarcasm,
    target: addressed,
  };
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
