import type { zhReplay } from '../zh/replay.ts';
import { counted } from './counted.ts';

const times = (n: number): string => (n === 1 ? 'once' : `${n} times`);
const many = (n: number, one: string, more = `${one}s`): string => `${n} ${n === 1 ? one : more}`;

export const enReplay: typeof zhReplay = {
  replay: {
    tab: 'Threshold replay',
    hint: 'Plays a stretch of the past again: when the setting below would have rung, and what it would have missed. Move a slider and it is judged anew; save it once you like it.',
    stretch: 'Time to replay',
    last30: 'Last 30 days',
    replaying: 'Replaying',
    verdict: 'With this setting',
    rings: (n) => `it would have rung ${times(n)}`,
    ringsNone: 'it would never have rung',
    caught: (n, of) => `${n} of ${many(of, 'labelled crisis', 'labelled crises')} found`,
    missed: (n) => `${n} missed`,
    falseAlarms: (n) => `${n} known to be false`,
    unlabelled: (n) => `${n} nobody has labelled`,
    noCrises: 'No crisis is labelled in this stretch; you can add them below',
    basis: (hours) =>
      `Replayed by the hour, ${counted(hours, 'hour')}; what is found may be up to an hour late. Posts count from the moment they were published.`,
    young: 'Less than 7 days of history at its beginning: only rules and severe claims can ring',
    chart: (alerts) =>
      alerts === 0
        ? 'Posts an hour, no alert'
        : `Posts an hour, and the ${many(alerts, 'alert')} that would have rung`,
    others: 'Other',
    alerts: 'Alerts that would have rung',
    noAlerts: 'With this setting no alert would have rung.',
    lasted: (time) => `lasted ${time}`,
    openPosts: 'See the posts of that time',
    aboutKind: { crisis: 'A crisis', 'false-alarm': 'Known false alarm', unlabelled: 'Not labelled' },
    crises: 'Labelled crises',
    foundAfter: (time) => `found after ${time}`,
    foundAtOnce: 'found at once',
    missedWord: 'missed',
    label: 'Label a crisis',
    labelHint: 'Crises that were missed, or known only afterwards: the suggested setting is judged by them.',
    name: 'Name',
    namePlaceholder: 'For example: food poisoning',
    from: 'From',
    to: 'To',
    badTime: 'The end must be after the beginning',
    add: 'Label',
    remove: (name) => `Remove the label “${name}”`,
    labelAlert: 'Label as a crisis',
    suggest: 'Suggest a setting',
    suggestHint:
      'Tries some twenty settings on labels and false alarms and takes the one with the fewest mistakes.',
    suggesting: 'Trying',
    suggestNone: 'The setting in force makes the fewest mistakes here; nothing to change.',
    suggestNothing: 'Label crises, or call alerts false, so that there is something to compare with.',
    suggested: 'Suggested changes',
    knob: { burstScore: 'How unusual', burstObserved: 'Least posts', threshold: 'Blue from' },
    outcome: (missed, alarms, unlabelled) =>
      `${missed} missed, ${many(alarms, 'false alarm')}, ${unlabelled} not labelled`,
    take: 'Apply to the sliders',
    save: "Save as this watch's setting",
    discard: 'Back to the setting in force',
    noteOf: (period) => `Threshold replay (${period})`,
  },
};
