import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * The word lists as they lie beside this file. `lexicon.json` is the seed lexicon (its `meta.matching`
 * states the rules that the readers follow); `supplement.json` adds everyday words it lacks.
 */
const terms = z.object({ terms: z.array(z.string()) });
const named = z.record(z.string(), terms.extend({ zh: z.string() }));
const polarised = z.object({
  zh: z.string(),
  neutral: z.array(z.string()),
  negative: z.array(z.string()),
  positive: z.array(z.string()),
});
const weighed = z.array(terms.extend({ w: z.number() }));
const single = z.array(z.object({ t: z.string(), w: z.number() }));

const schema = z.object({
  meta: z.object({ version: z.string() }),
  servqual: z.record(z.string(), polarised),
  expectation_kind: named,
  expectation_markers: named,
  touchpoints: named,
  severity: z.record(z.string(), terms.extend({ weight: z.number(), mode: z.enum(['direct', 'amplifier']) })),
  severity_exclusions: z.array(z.string()),
  intents: named,
  modifiers: z.object({
    negation: z.array(z.string()),
    negation_exceptions: z.array(z.string()),
    degree: z.record(z.string(), terms.extend({ weight: z.number() })),
    adversative: z.object({
      shift_to_after: terms.extend({ after_weight: z.number() }),
      concession_before: terms.extend({ before_weight: z.number() }),
    }),
    uncertainty: z.array(z.string()),
    rhetorical_question: z.array(z.string()),
  }),
  sentiment: z.object({ positive: weighed, negative: weighed }),
  slang: single,
  emoji: single,
  sarcasm: z.object({ terms: z.array(z.string()), regex: z.array(z.object({ p: z.string() })) }),
  emotion: z.record(z.string(), z.array(z.string())),
  root_cause: named,
  segment_cues: named,
});
const supplementSchema = z.object({
  sentiment: weighed,
  negationExceptions: z.array(z.string()),
  touchpoints: z.record(z.string(), z.array(z.string())),
  exclusions: z.array(z.string()),
});

export type Lexicon = z.infer<typeof schema>;
export type Supplement = z.infer<typeof supplementSchema>;

/** Reads and checks both lists; throws what the schema says when a list was edited wrongly. */
export function loadLexicon(): { readonly lexicon: Lexicon; readonly supplement: Supplement } {
  return {
    lexicon: schema.parse(readJson('lexicon.json')),
    supplement: supplementSchema.parse(readJson('supplement.json')),
  };
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
