import {
  type Analysis,
  INTENTS,
  READ_LIMIT,
  SERVQUAL,
  SEVERITIES,
  TOUCHPOINTS,
} from '../reading/analysis.ts';
import { aimsElsewhere, type Target } from '../reading/target.ts';
import { AMPLIFIERS } from '../risk/severity-weight.ts';
import { HARM_NAMES, harmFacts } from './harm-facts.ts';
import type { AnalysedMention, Fact } from './mention.ts';
import { VOICES } from './post.ts';
import { starFacts } from './star-facts.ts';
import { statedFacts } from './stated-facts.ts';

/** Readings below this are too unsure to alarm anybody. */
const SURE = 0.5;
/** Posts that are hardly readable text stay out of all statistics. */
const JUNK_BELOW = 0.3;
const MAX_AREAS = 10;

/** Whether a text is more than signs. */
export const isReadable = ({ quality }: Pick<Analysis, 'quality'>): boolean => quality >= JUNK_BELOW;

/** Whether a mention is part of the statistics: readable, of a time that is known, and not the subject's own word. */
export function isCounted({ analysis, post, own = false }: AnalysedMention): boolean {
  return isReadable(analysis) && post.precision !== 'unknown' && post.voice !== 'own' && !own;
}

/** An authority that is merely named is no trouble; one that acts is. */
const ENFORCEMENT = /立案|调查|处罚|罚款|约谈|通报|查处|查封|整改|问责|督办|责令|曝光|警方|抽检|不合格/;

/** Every name a fact can have, except `area.*`, whose names are places, and the pairs of below. */
export const FACT_NAMES: readonly string[] = [
  ...SEVERITIES.map((name) => `sev.${name}`),
  ...INTENTS.filter((name) => name !== 'spam').map((name) => `intent.${name}`),
  ...SERVQUAL.map((name) => `servqual.${name}`),
  ...TOUCHPOINTS.map((name) => `touch.${name}`),
  ...VOICES.filter((name) => name !== 'ordinary' && name !== 'own').map((name) => `source.${name}`),
  ...HARM_NAMES,
  'hot',
  'exec',
];

/** One aspect that is about both: what went wrong with which touchpoint. */
export const PAIR_NAMES: readonly string[] = SERVQUAL.flatMap((servqual) =>
  TOUCHPOINTS.map((touchpoint) => `pair.${servqual}.${touchpoint}`),
);

/** What is said of a post by the name of the fact alone. Pairs and places repeat what its aspects say. */
export function isTold(name: string): boolean {
  return /^(touch|servqual|sev|intent)\./.test(name);
}

/**
 * The facts of one mention that alerts count distinct authors of, each name once with its largest value:
 * confidence for `sev.*` and `intent.*`, the rank for `hot`. `servqual.*`, `touch.*` and `pair.*` are for
 * negative mentions only. Junk has none; of a complaint about somebody else only who wrote it and who is named, and of a
 * watched authority's own ruling not even who reports it.
 */
export function factsOf(mention: AnalysedMention, target: Target | null): readonly Fact[] {
  const { post, match } = mention;
  if (!isCounted(mention)) return [];
  const facts = new Map<string, number | null>();
  if (!aimsElsewhere(target)) putRead(facts, mention);
  // Whoever reports what an authority rules does not step in against it.
  if (post.voice !== 'ordinary' && target?.kind !== 'ruled') put(facts, `source.${post.voice}`, null);
  if (post.metrics.rank !== undefined) put(facts, 'hot', post.metrics.rank);
  if (match.people.length > 0) put(facts, 'exec', null);
  const told = [...facts].map(([name, value]) => ({ name, value }));
  return aimsElsewhere(target) ? told : [...told, ...starFacts(mention), ...statedFacts(mention)];
}

/** What was read from the text itself. */
function putRead(facts: Map<string, number | null>, mention: AnalysedMention): void {
  const { analysis, post } = mention;
  const severities = sureSeverities(mention);
  for (const reading of severities) put(facts, `sev.${reading.category}`, reading.confidence);
  const whole = post.title === null ? post.text : `${post.title}\n${post.text}`;
  for (const name of harmFacts(whole.slice(0, READ_LIMIT), severities)) put(facts, name, null);
  for (const intent of analysis.intents) {
    if (intent.p >= SURE && intent.name !== 'spam') put(facts, `intent.${intent.name}`, intent.p);
  }
  for (const name of complaintsOf(analysis)) put(facts, name, null);
  for (const place of analysis.places.slice(0, MAX_AREAS)) put(facts, `area.${place}`, null);
}

/** What a negative text complains of, by the names of facts, each once: `servqual.*`, `touch.*` and `pair.*`. */
export function complaintsOf({
  sentiment,
  aspects,
}: Pick<Analysis, 'sentiment' | 'aspects'>): readonly string[] {
  if (sentiment.label !== -1) return [];
  const names = aspects.flatMap(({ polarity, servqual, touchpoint }) => {
    if (polarity === 1) return [];
    const each = [servqual && `servqual.${servqual}`, touchpoint && `touch.${touchpoint}`];
    const pair = servqual !== null && touchpoint !== null ? `pair.${servqual}.${touchpoint}` : null;
    return [...each, pair].filter((name) => name !== null);
  });
  return [...new Set(names)];
}

function put(facts: Map<string, number | null>, name: string, value: number | null): void {
  const before = facts.get(name) ?? null;
  facts.set(name, before === null || value === null ? (before ?? value) : Math.max(before, value));
}

/**
 * Sure readings, after three rules of the lexicon: an amplifier counts only in a negative post or beside a
 * severity of its own right; an authority counts only in a negative post or with a word of enforcement; and a watched
 * authority that is merely named is no authority which steps in.
 */
function sureSeverities({ analysis, match }: AnalysedMention) {
  const named = (term: string) => match.names.some((each) => each.includes(term));
  const sure = analysis.severity.filter(({ confidence, category, terms }) => {
    const merelyNamed = category === 'official' && terms.length > 0 && terms.every(named);
    return confidence >= SURE && !merelyNamed;
  });
  const negative = analysis.sentiment.negative >= SURE;
  const direct = sure.some(({ category }) => category !== 'official' && !AMPLIFIERS.has(category));
  return sure.filter(({ category, terms }) => {
    if (AMPLIFIERS.has(category)) return negative || direct;
    if (category === 'official') return negative || terms.some((term) => ENFORCEMENT.test(term));
    return true;
  });
}
