import type { zhGrouping } from '../zh/grouping.ts';

export const enGrouping: typeof zhGrouping = {
  grouping: {
    title: 'Put together and said again',
    hint: 'Messages of one watch about one story are a group. Red never waits, and what becomes orange or red does not wait for the interval.',
    fields: {
      waitSeconds: 'First of blue, yellow waits (s)',
      waitOrangeSeconds: 'First of orange waits (s)',
      intervalMinutes: 'Between two of a group (min)',
      repeatMinutes: 'Said again after (min)',
      repeats: 'Said again at most, times',
    },
    never: 'not again',
    repeatHint:
      'An alert is passed along the chain first. When that is over, nobody has confirmed, it has not calmed down and something new was said, it is said again after this time. Both share one clock, so nothing rings twice.',
    saved: 'Saved; counts from the next message on.',
    own: 'This line has its own',
    ownHint: 'Else it is as of the line above it, and at the top as set below.',
    waited: 'sent after a wait',
    until: (moment) => `told at ${moment}`,
    standsIn: {
      'same-person': 'another channel of the same person, since the first failed',
      'same-team': 'stands in within the team, since a channel failed',
      shared: 'shared channel that stands in for one that failed',
      'other-team': 'another team’s channel: red, and all of the team’s own failed',
    },
    mergedInto: (id) => `Its story was merged with that of alert ${id}: it goes on there.`,
    merged: (id) => `merged with alert ${id}`,
    view: 'View',
  },
};
