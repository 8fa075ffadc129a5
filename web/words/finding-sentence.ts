import type { Finding } from '../api/client.ts';
import { HOUR, MINUTE } from '../time.ts';
import { factWord } from './code-words.ts';
import * as format from './format.ts';
import type { Words } from './zh.ts';

type Duration = (milliseconds: number) => string;

const OBSERVATIONS = ['silence', 'source-mix'];

/** Something to know that by itself is no trouble. */
export function isObservation(finding: Finding): boolean {
  return OBSERVATIONS.includes(finding.detector);
}

/** One finding in words, with what it is held against, and whether what it counts came late. */
export function findingSentence(finding: Finding, words: Words, duration: Duration): string {
  const said = sentenceOf(finding, words, duration);
  const lag = lateBy(finding);
  if (lag === null) return said;
  const say = words.findings;
  const whole = finding.detector === 'severity' || finding.detector === 'rumour';
  const told = whole ? say.upTo(format.stamp(minuteOf(finding.at)), said) : said;
  return told + say.late(duration(lag < 3 * HOUR ? lag : Math.round(lag / HOUR) * HOUR));
}

/** How long after they were published the posts of a finding came; null: in time. */
export function lateBy({ facts }: Finding): number | null {
  return typeof facts.late === 'number' ? facts.late * MINUTE : null;
}

function minuteOf(at: number): number {
  return Math.round(at / MINUTE) * MINUTE;
}

function windowWords(finding: Finding, words: Words, duration: Duration): string {
  const { at, windowMinutes } = finding;
  if (lateBy(finding) === null) return words.findings.recent(duration(windowMinutes * MINUTE));
  const [from, to] = [at - windowMinutes * MINUTE, at].map((each) => format.stamp(minuteOf(each)));
  return words.findings.between(from ?? '', to ?? '');
}

function sentenceOf(finding: Finding, words: Words, duration: Duration): string {
  const { facts, observed, expected } = finding;
  const say = words.findings;
  const window = windowWords(finding, words, duration);
  const count = format.exact(observed);
  switch (finding.detector) {
    case 'negative-share': {
      const range = `${format.percent(Number(facts.shareLow))}–${format.percent(Number(facts.shareHigh))}`;
      return say.share(window, percent(facts.share), range, percent(facts.usualShare));
    }
    case 'authority': {
      const who = factWord(`source.${facts.voice}`, words);
      const days = facts.quietDays === undefined ? null : Number(facts.quietDays);
      return say.authority(who, count, facts.amid === 'trouble', days);
    }
    case 'hot-list':
      return hotWords(finding, words, duration);
    case 'source-mix': {
      const names: Readonly<Record<string, string>> = words.codes.platform;
      const platform = names[String(facts.platform)] ?? String(facts.platform);
      return say.mix(window, platform, percent(facts.share), percent(facts.usualShare));
    }
    case 'silence':
      return `${say.silence(duration(finding.windowMinutes * MINUTE), format.usual(expected ?? 0))}${words.common.semicolon}${causeWords(finding, words)}`;
    case 'copy-storm': {
      const what = facts.pattern === 'few-authors' ? say.fewAuthors : say.fewTexts;
      const seen = say.copies(window, count, String(facts.originals), String(facts.authors));
      return `${seen}${words.common.semicolon}${what}`;
    }
    case 'cusum':
      return say.drift(window, count, format.usual(expected ?? 0)) + dayWords(finding, words);
    case 'reach':
      return say.reach(count, format.usual(expected ?? 0), format.usual(finding.usualHigh ?? 0));
    case 'slow-rise':
      return risingWords(finding, words);
    case 'touchpoint': {
      const range = `${format.percent(Number(facts.shareLow))}–${format.percent(Number(facts.shareHigh))}`;
      const about = factWord(String(facts.fact), words);
      const usual = Number(facts.usualShare) < 0.005 ? null : percent(facts.usualShare);
      return say.touch(about, window, { share: percent(facts.share), range, people: count }, usual);
    }
    case 'index-rise':
      return say.talk(window, count, percent(facts.share), format.exact(Number(facts.lastHour)));
    case 'rumour':
      return say.rumour(count);
    case 'severity': {
      const own = facts.originals === undefined ? null : String(facts.originals);
      const usual = facts.usualAuthors === undefined ? null : format.usual(Number(facts.usualAuthors));
      const about = factWord(String(facts.fact ?? finding.key), words);
      const harm = say.harm[Number(facts.harm ?? 0)] ?? '';
      const harmed = harm === '' ? '' : say.harmed(String(facts.harmed), harm);
      return say.claim(count, about + harmed, own, usual);
    }
    default: {
      const usual = expected === null ? null : format.usual(expected);
      const seen =
        finding.key === 'negative-6h'
          ? say.complainers(window, count, usual)
          : say.volume(window, count, facts.measure === 'negative', usual);
      return seen + dayWords(finding, words);
    }
  }
}

/** Shares week by week, and the touchpoint, the place and the keyword that most of the rise is about. */
function risingWords({ facts, observed }: Finding, words: Words): string {
  const say = words.findings;
  const name = (kind: string) => {
    const text = String(facts[kind]);
    if (kind === 'term') return say.risingTerm(text);
    return kind === 'touch' ? factWord(`touch.${text}`, words) : text;
  };
  const parts = ['touch', 'area', 'term']
    .filter((kind) => facts[kind] !== undefined)
    .map((kind) => say.risingPart(name(kind), String(facts[`${kind}First`]), String(facts[`${kind}Last`])));
  const shares = String(facts.shares).split(' ').map(percent);
  const doubled = Number(facts.timesLow) >= 2;
  return say.slowRise({ weeks: String(facts.weeks), shares, doubled, count: format.exact(observed) }, parts);
}

/** A holiday or another special day that the count fell on. */
function dayWords({ facts }: Finding, words: Words): string {
  const days: Readonly<Record<string, string>> = words.findings.days;
  const name = days[String(facts.day)];
  return name === undefined ? '' : words.findings.onDay(name);
}

function percent(share: number | string | undefined): string {
  return format.percent(Number(share));
}

function hotWords({ facts, observed }: Finding, words: Words, duration: Duration): string {
  const say = words.findings;
  const current = String(facts.current ?? observed);
  const ago = duration(Number(facts.minutes) * MINUTE);
  if (facts.move === 'climbing') return say.hotClimbing(current, String(facts.from), ago);
  if (facts.move === 'entered') return say.hotEntered(current);
  return facts.move === 'falling' ? say.hotFalling(String(observed), current) : say.hot(String(observed));
}

function causeWords({ facts }: Finding, words: Words): string {
  const say = words.findings;
  if (facts.cause === 'public') return say.silencePublic;
  if (facts.cause === 'unknown') return say.silenceUnknown;
  return say.silenceFeeds(Number(facts.feeds) - Number(facts.healthyFeeds), Number(facts.feeds));
}
