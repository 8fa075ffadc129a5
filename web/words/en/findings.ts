import type { zhFindings } from '../zh/findings.ts';
import { counted, isOne } from './counted.ts';

export const enFindings: typeof zhFindings = {
  findings: {
    atWorst: (when) => `at its worst (${when})`,
    lately: (total, negative) => `now ${counted(total, 'mention')} in 1 h, ${negative} negative`,
    also: 'Also noticed',
    observation: 'for analysts only, raises no level',
    posts: (count, besides) =>
      `See ${counted(count, 'post')}${besides > 0 ? `, and ${besides} of new feeds` : ''}`,
    ownHistory: (days) => `against its own last ${counted(days, 'day')}`,
    recent: (window) => window,
    between: (from, to) => `${from} to ${to}`,
    upTo: (moment, said) => `up to ${moment}: ${said}`,
    late: (lag) => ` (its posts came in about ${lag} after they were published)`,
    volume: (window, count, negative, usual) =>
      `${count}${negative ? ' negative' : ''} in ${window}${usual === null ? '' : `, usually ${usual}`}`,
    complainers: (window, people, usual) =>
      `${counted(people, 'account')} ${isOne(people) ? 'complains' : 'complain'} in ${window}${usual === null ? '' : `, usually ${usual} negative posts`}`,
    claim: (people, about, originals, usual) =>
      `${counted(people, 'account')} in 24 h ${isOne(people) ? 'speaks' : 'speak'} of: ${about}${originals === null ? '' : ` (${originals} without copies)`}${usual === null ? '' : `, usually about ${usual} a day`}`,
    talk: (window, count, share, lastHour) =>
      `${count} negative in ${window}, ${share} of all, and ${counted(lastHour, 'post')} in the last hour`,
    harm: ['', 'somebody who fell ill', 'five or more people harmed', 'thirty or more people harmed'],
    harmed: (people, harm) => `, ${people} of them of ${harm}`,
    rumour: (people) =>
      `${counted(people, 'account')} in 24 h ${isOne(people) ? 'passes' : 'pass'} on unconfirmed hearsay`,
    touch: (about, window, { share, range, people }, usual) =>
      `${about}: ${share} of ${window} complain (95% interval ${range}, ${counted(people, 'account')}), usually ${usual === null ? 'hardly any' : `about ${usual}`}`,
    slowRise: ({ weeks, shares, doubled, count }, parts) =>
      `complaints have been a larger share each week for ${weeks} weeks (${shares.join(' → ')})${doubled ? ', more than doubled' : ''}: ${count} last week${parts.length === 0 ? '' : `, above all ${parts.join(', ')}`}`,
    risingPart: (name, first, last) => `${name} (${first} → ${last})`,
    risingTerm: (name) => `“${name}”`,
    reach: (count, usual, high) =>
      `one complaint by an ordinary account drew ${counted(count, 'reaction')}; a post usually draws about ${usual}, rarely over ${high}`,
    share: (window, share, range, usual) =>
      `${share} negative in ${window} (95% interval ${range}), usually about ${usual}`,
    authority: (who, count, amid, days) =>
      `${who} start${amid ? ', amid complaints,' : ''} to speak: ${count} in 24 h, ${days === null ? 'first time on record' : `first in ${days} days`}`,
    hot: (rank) => `on a hot list at ${rank}`,
    hotEntered: (rank) => `just entered a hot list at ${rank}`,
    hotClimbing: (rank, from, ago) => `climbing on a hot list: ${rank}, was ${from} ${ago} ago`,
    hotFalling: (best, rank) => `best hot list rank ${best}, now ${rank}`,
    mix: (window, platform, share, usual) =>
      `${share} of ${window} comes from ${platform}, usually about ${usual}`,
    silence: (time, usual) => `nothing new for ${time}, usually about ${usual} in that time`,
    silencePublic: 'feeds are read without fault: an outage of a platform, or posts taken down',
    silenceUnknown: 'nothing is known of how posts come in: check whether the supply stopped',
    silenceFeeds: (broken, all) =>
      broken > 0
        ? `${broken} of ${all} feeds are out of order: check them first, this says nothing of the public`
        : 'its feeds were not read for hours: check them first, this says nothing of the public',
    copies: (window, count, originals, authors) =>
      `${counted(count, 'near copy', 'near copies')} in ${window}, of ${counted(originals, 'text')} by ${counted(authors, 'account')}`,
    fewAuthors: 'published by few accounts',
    fewTexts: 'the same texts passed on many times',
    drift: (window, count, usual) => `above the usual for ${window}: ${count}, usually ${usual}`,
    onDay: (name) => ` (${name})`,
    days: {
      'new-year': 'New Year holiday, held against Sundays',
      'spring-festival': 'Spring Festival, held against Sundays',
      qingming: 'Qingming holiday, held against Sundays',
      'labour-day': 'Labour Day holiday, held against Sundays',
      'dragon-boat': 'Dragon Boat holiday, held against Sundays',
      'mid-autumn': 'Mid-Autumn holiday, held against Sundays',
      'national-day': 'National Day holiday, held against Sundays',
      shifted: 'a weekend day worked instead, held against workdays',
      gaokao: 'days of the college entrance exam',
    },
    silent: (usual) => `nothing new, usually about ${usual}`,
    ownPost: 'of our own account or site; in no count, and it rings nothing',
    dateOnly: (n) =>
      `Posts of today without a time of day: ${n}. They count at midnight, not in the last hours`,
    held: {
      'false-discovery': (n) => `${n} change${n === 1 ? '' : 's'} chance may explain, no alert`,
      'arriving-past': (n) => `${n} change${n === 1 ? '' : 's'} to judge once the past is in`,
      'more-heard': (n) => `${n} change${n === 1 ? '' : 's'} explained by a new or recovered feed, no alert`,
      'weekly-habit': (n) =>
        `${n} change${n === 1 ? '' : 's'} as at this time of other weeks, as large and about the same, no alert`,
    },
  },
};
