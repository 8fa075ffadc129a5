import type { Words } from './zh.ts';

/** `touch.heating` → 供热, `sev.outage` → 服务中断, `pair.empathy.heating` → 供热 · 移情性, `area.阳光花园` → 阳光花园. */
export function factWord(fact: string, words: Words): string {
  const dot = fact.indexOf('.');
  const kind = dot < 0 ? 'fact' : fact.slice(0, dot);
  const name = dot < 0 ? fact : fact.slice(dot + 1);
  if (kind === 'pair') return pairWord(name, words);
  if (kind === 'star') return starWord(name, words);
  if (kind === 'actual' || kind === 'expected') return statedWord(kind === 'actual', name, words);
  const table = tableOf(kind, words);
  return table && Object.hasOwn(table, name) ? (table[name] ?? name) : name;
}

/** A touchpoint and the dimension of service that it broke. */
function pairWord(name: string, words: Words): string {
  const [dimension = '', touchpoint = ''] = name.split('.');
  return `${factWord(`touch.${touchpoint}`, words)} · ${factWord(`servqual.${dimension}`, words)}`;
}

/** Reviews with stars, those that praise a touchpoint or those that blame one. */
function starWord(name: string, words: Words): string {
  const { kano } = words.service;
  const [side, touchpoint = ''] = name.split('.');
  if (side === 'rated') return kano.rated;
  const word = factWord(`touch.${touchpoint}`, words);
  return side === 'plus' ? kano.praises(word) : kano.blames(word);
}

/** Posts that tell how much of something came, or was expected: `actual.heating.celsius` → 说到供热温度的. */
function statedWord(came: boolean, name: string, words: Words): string {
  const say = words.standards;
  const [touchpoint = '', kind = ''] = name.split('.');
  const kinds: Readonly<Record<string, string>> = say.kinds;
  const what = Object.hasOwn(kinds, kind) ? (kinds[kind] ?? kind) : kind;
  const word = factWord(`touch.${touchpoint}`, words);
  return came ? say.fact(word, what) : say.factHoped(word, what);
}

/** What a fact is about: a touchpoint, a service dimension, a severe claim, an intent. */
export function factKind(fact: string, words: Words): string | null {
  if (fact.startsWith('touch.')) return words.mentions.facts.touchpoint;
  if (fact.startsWith('servqual.')) return words.mentions.facts.servqual;
  if (fact.startsWith('sev.')) return words.mentions.facts.severity;
  if (fact.startsWith('intent.')) return words.mentions.facts.intent;
  return fact.startsWith('area.') ? words.mentions.area : null;
}

/** Every fact that a list can be filtered by, in the order of the words. */
export function factChoices(
  words: Words,
): readonly { readonly kind: string; readonly facts: readonly string[] }[] {
  const { facts } = words.mentions;
  const named = (prefix: string, table: object) => Object.keys(table).map((name) => `${prefix}.${name}`);
  return [
    { kind: facts.severity, facts: named('sev', words.codes.severity) },
    { kind: facts.touchpoint, facts: named('touch', words.codes.touchpoint) },
    { kind: facts.servqual, facts: named('servqual', words.codes.servqual) },
    { kind: facts.intent, facts: named('intent', words.codes.intent) },
  ];
}

const REASON = /^(\S+) (-?[\d.]+) (>=|<=|==|>|<) (-?[\d.]+)$/;
const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '==': '=', '>': '>', '<': '<' };

/** `sev.outage.authors_24h 11 >= 3` in words: the metric, how it stood, what the playbook asks for. */
export function reasonWords(reason: string, words: Words): string {
  const [, metric = '', value = '', sign = '', wanted = ''] = REASON.exec(reason) ?? [];
  if (metric === '') return reason;
  // A measured 45.312 says no more than 45.3.
  const seen = String(Number(Number(value).toFixed(1)));
  return words.playbook.reason(metricWord(metric, words), seen, `${SIGNS[sign]} ${wanted}`);
}

/** The words of a metric: `sev.outage.authors_24h` is built from its parts, the rest has words of its own. */
export function metricWord(metric: string, words: Words): string {
  const own: Readonly<Record<string, string>> = words.codes.metric;
  if (Object.hasOwn(own, metric)) return own[metric] ?? metric;
  const [kind = '', name = '', count = ''] = metric.split('.');
  const records: Readonly<Record<string, string>> = words.codes.record;
  if (kind === 'record') return Object.hasOwn(records, name) ? (records[name] ?? metric) : metric;
  const counts: Readonly<Record<string, string>> = words.codes.metricCount;
  const subject = tableOf(kind, words)?.[name];
  return subject && Object.hasOwn(counts, count) ? `${subject}${words.common.colon}${counts[count]}` : metric;
}

function tableOf(kind: string, words: Words): Readonly<Record<string, string>> | null {
  const { codes } = words;
  switch (kind) {
    case 'touch':
      return codes.touchpoint;
    case 'servqual':
      return codes.servqual;
    case 'sev':
      return codes.severity;
    case 'intent':
      return codes.intent;
    case 'source':
      return codes.voice;
    case 'fact':
      return codes.fact;
    default:
      return null;
  }
}
