import { percent } from '../quantity-words.ts';
import { HOUR, MINUTE } from '../time.ts';
import { englishDuration, englishFact, exact, stamp, usualAmount } from './english-words.ts';
import type { Finding } from './finding.ts';
import { lateBy } from './late-finding.ts';

const HARM = ['', 'somebody who fell ill', 'five or more people harmed', 'thirty or more people harmed'];
const DAYS: Readonly<Record<string, string>> = {
  'new-year': 'New Year holiday, held against Sundays',
  'spring-festival': 'Spring Festival, held against Sundays',
  qingming: 'Qingming holiday, held against Sundays',
  'labour-day': 'Labour Day holiday, held against Sundays',
  'dragon-boat': 'Dragon Boat holiday, held against Sundays',
  'mid-autumn': 'Mid-Autumn holiday, held against Sundays',
  'national-day': 'National Day holiday, held against Sundays',
  shifted: 'a weekend day worked instead, held against workdays',
  gaokao: 'days of the college entrance exam',
};

/** Sentences of findings that are more than a count, by detector. `window`: the time it looked at. */
const SAY: Readonly<Record<string, (finding: Finding, window: string) => string>> = {
  'negative-share': ({ facts }, window) =>
    `${percent(facts.share)} negative in ${window} (95% interval ${range(facts)}), usually about ${percent(facts.usualShare)}`,
  authority: ({ facts, observed }) =>
    `${englishFact(`source.${facts.voice}`)} start${facts.amid === 'trouble' ? ', amid complaints,' : ''} to speak: ${exact(observed)} in 24 h, ${facts.quietDays === undefined ? 'first time on record' : `first in ${facts.quietDays} days`}`,
  'hot-list': hotList,
  'source-mix': ({ facts }, window) =>
    `${percent(facts.share)} of ${window} comes from ${facts.platform}, usually about ${percent(facts.usualShare)}`,
  silence: (finding, window) =>
    `nothing new for ${window}, usually about ${usualAmount(finding.expected ?? 0)} in that time; ${cause(finding)}`,
  'copy-storm': ({ facts, observed }, window) =>
    `${exact(observed)} near copies in ${window}, of ${facts.originals} texts by ${facts.authors} accounts; ${facts.pattern === 'few-authors' ? 'published by few accounts' : 'the same texts passed on many times'}`,
  cusum: (finding, window) =>
    `above the usual for ${window}: ${exact(finding.observed)}, usually ${usualAmount(finding.expected ?? 0)}${onDay(finding)}`,
  reach: ({ observed, expected, usualHigh }) =>
    `one complaint by an ordinary account drew ${exact(observed)} reactions; a post usually draws about ${usualAmount(expected ?? 0)}, rarely over ${usualAmount(usualHigh ?? 0)}`,
  'slow-rise': slowRise,
  touchpoint: ({ facts, observed }, window) =>
    `${englishFact(String(facts.fact))}: ${percent(facts.share)} of ${window} complain (95% interval ${range(facts)}, ${accounts(observed)}), usually ${Number(facts.usualShare) < 0.005 ? 'hardly any' : `about ${percent(facts.usualShare)}`}`,
  'index-rise': ({ facts, observed }, window) =>
    `${exact(observed)} negative in ${window}, ${percent(facts.share)} of all, and ${exact(Number(facts.lastHour))} ${Number(facts.lastHour) === 1 ? 'post' : 'posts'} in the last hour`,
  rumour: ({ observed }) =>
    `${accounts(observed)} in 24 h ${observed === 1 ? 'passes' : 'pass'} on unconfirmed hearsay`,
  severity: claim,
};

/** What a finding says in English, as the pages say it; a clause without a full stop. */
export function englishFinding(finding: Finding): string {
  const { at, windowMinutes, detector } = finding;
  const late = lateBy(finding);
  const [from, to] = [at - windowMinutes * MINUTE, at].map((each) => stamp(whole(each)));
  const window = late === null ? englishDuration(windowMinutes * MINUTE) : `${from} to ${to}`;
  // How long nothing came is stated as a duration, also where it came late.
  const said = (SAY[detector] ?? counted)(
    finding,
    detector === 'silence' ? englishDuration(windowMinutes * MINUTE) : window,
  );
  if (late === null) return said;
  const isDay = detector === 'severity' || detector === 'rumour';
  const lag = late * MINUTE;
  const ago = englishDuration(lag < 3 * HOUR ? lag : Math.round(lag / HOUR) * HOUR);
  return `${isDay ? `up to ${stamp(whole(at))}: ${said}` : said} (its posts came in about ${ago} after they were published)`;
}

const accounts = (n: number): string => `${exact(n)} ${n === 1 ? 'account' : 'accounts'}`;
const whole = (at: number): number => Math.round(at / MINUTE) * MINUTE;
const range = ({ shareLow, shareHigh }: Finding['facts']): string =>
  `${percent(shareLow)}–${percent(shareHigh)}`;

function counted(finding: Finding, window: string): string {
  const { key, observed, expected, facts } = finding;
  const usual = expected === null ? '' : `, usually ${usualAmount(expected)}`;
  const seen =
    key === 'negative-6h'
      ? `${accounts(observed)} ${observed === 1 ? 'complains' : 'complain'} in ${window}${usual === '' ? '' : `${usual} negative posts`}`
      : `${exact(observed)}${facts.measure === 'negative' ? ' negative' : ''} in ${window}${usual}`;
  return seen + onDay(finding);
}

function claim({ facts, key, observed }: Finding): string {
  const harm = HARM[Number(facts.harm ?? 0)] ?? '';
  const harmed = harm === '' ? '' : `, ${facts.harmed} of them of ${harm}`;
  const own = facts.originals === undefined ? '' : ` (${facts.originals} without copies)`;
  const usual =
    facts.usualAuthors === undefined
      ? ''
      : `, usually about ${usualAmount(Number(facts.usualAuthors))} a day`;
  return `${accounts(observed)} in 24 h ${observed === 1 ? 'speaks' : 'speak'} of: ${englishFact(String(facts.fact ?? key))}${harmed}${own}${usual}`;
}

function hotList({ facts, observed }: Finding): string {
  const current = String(facts.current ?? observed);
  const ago = englishDuration(Number(facts.minutes) * MINUTE);
  if (facts.move === 'climbing') return `climbing on a hot list: ${current}, was ${facts.from} ${ago} ago`;
  if (facts.move === 'entered') return `just entered a hot list at ${current}`;
  return facts.move === 'falling'
    ? `best hot list rank ${observed}, now ${current}`
    : `on a hot list at ${observed}`;
}

function slowRise({ facts, observed }: Finding): string {
  const parts = ['touch', 'area', 'term'].flatMap((kind) => {
    const text = facts[kind];
    if (text === undefined) return [];
    const name = kind === 'term' ? `“${text}”` : kind === 'touch' ? englishFact(`touch.${text}`) : text;
    return [`${name} (${facts[`${kind}First`]} → ${facts[`${kind}Last`]})`];
  });
  const shares = String(facts.shares).split(' ').map(percent).join(' → ');
  const doubled = Number(facts.timesLow) >= 2 ? ', more than doubled' : '';
  const about = parts.length === 0 ? '' : `, above all ${parts.join(', ')}`;
  return `complaints have been a larger share each week for ${facts.weeks} weeks (${shares})${doubled}: ${exact(observed)} last week${about}`;
}

function cause({ facts }: Finding): string {
  if (facts.cause === 'public')
    return 'feeds are read without fault: an outage of a platform, or posts taken down';
  if (facts.cause === 'unknown')
    return 'nothing is known of how posts come in: check whether the supply stopped';
  const broken = Number(facts.feeds) - Number(facts.healthyFeeds);
  const what =
    broken > 0 ? `${broken} of ${facts.feeds} feeds are out of order` : 'its feeds were not read for hours';
  return `${what}: check them first, this says nothing of the public`;
}

/** A holiday or another special day that the count fell on. */
function onDay({ facts }: Finding): string {
  const name = DAYS[String(facts.day)];
  return name === undefined ? '' : ` (${name})`;
}
