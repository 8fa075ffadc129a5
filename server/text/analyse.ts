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
      negative: short(sentiment.negative),
      neutral: short(sentiment.neutral),
      positive: short(sentiment.positive),
      score: short(sentiment.score),
    },
    emotion: Object.fromEntries(Object.entries(emotion).map(([name, share]) => [name, short(share)])),
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

function short(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
