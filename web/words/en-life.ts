import type { zhLife, zhLifeCodes } from './zh-life.ts';

export const enLife: typeof zhLife = {
  life: {
    title: 'Progress',
    phases: { investigating: 'Investigating', watching: 'Watching', incident: 'Incident' },
    moves: { investigating: 'Look into it', watching: 'Wait and watch', incident: 'Make it an incident' },
    incidentAsk: 'An incident is marked in the timeline of the trends, and stays one until it is closed.',
    incidentName: 'Name of the incident',
    assignee: 'In whose hands',
    nobody: 'Nobody in particular',
    noPeople: 'Nobody is entered yet',
    givenTo: (who) => `Given to ${who}`,
    givenBack: 'Given to nobody in particular',
    comment: 'Comment',
    commentHint: 'What is going on. Whoever is named as @name is told.',
    mention: (who) => `Name ${who}`,
    send: 'Send',
  },
};

export const enLifeCodes: typeof zhLifeCodes = {
  change: {
    opened: 'Alert opened',
    raised: 'Level raised',
    'lower-proposed': 'Lowering proposed',
    'lower-withdrawn': 'Proposal withdrawn',
    'lower-declined': 'Kept at its level',
    lowered: 'Level lowered',
    playbook: 'Playbook changed',
    escalated: 'Nobody confirmed',
    repeated: 'Still not confirmed, told again',
    merged: 'Merged',
    acknowledged: 'Acknowledged',
    investigating: 'Looked into',
    watching: 'Watched',
    promoted: 'Made an incident',
    assigned: 'Assigned',
    commented: 'Comment',
    closed: 'Closed',
    false_alarm: 'Marked as false alarm',
    recorded: 'Facts recorded',
    reopened: 'Opened again',
  },
};
