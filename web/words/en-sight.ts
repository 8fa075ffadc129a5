import type { zhSight } from './zh-sight.ts';

export const enSight: typeof zhSight = {
  sight: {
    blind: {
      'no-watch': 'Blind: no watch yet',
      'no-feed': 'Blind: no source yet',
      'first-fetch': 'Blind: no source was read yet',
      'feeds-down': 'Blind: every source is down',
    },
    blindSince: (at) => `Blind: every source is down (since ${at})`,
    blindDetail: 'No alert now does not mean that nothing is wrong',
    blindRisk: 'No risk can be told while nothing is seen',
    blindNext: {
      'no-watch': 'Write down what to look for',
      'no-feed': 'Say where to look',
      'first-fetch': 'Wait for the first fetch',
      'feeds-down': 'Bring the sources back',
    },
    blindHint: {
      'no-watch': 'Write down the names to look for, then add sources: mentions will show here.',
      'no-feed': 'Add a source, or import or push posts: without posts there is no alert.',
      'first-fetch': 'The first posts come within minutes; if not, the page of sources says why.',
      'feeds-down':
        'The page of sources says why each cannot be read. Until then look at the platforms by hand.',
    },
    blindGo: {
      'no-watch': 'New watch',
      'no-feed': 'Add a source',
      'first-fetch': 'See the sources',
      'feeds-down': 'See the sources',
    },
    unanswered: 'The server gave no answer; what is shown may be old.',
    emptyRange: 'Nothing came in over this range. Choose a longer one, or see whether the sources are fine.',
    pressEnter: 'press Enter',
    platformsSeen: 'Seen in this range',
    platformsRest: 'Other platforms',
    pageWords: {
      duty: 'roster shift people escalation',
      routes: 'routing',
      silences: 'mute maintenance',
      templates: 'message templates',
      channels: 'notifications',
      watches: 'keywords',
      feeds: 'feeds rss',
      system: 'status disk jobs',
      accounts: 'users roles password audit log',
    },
    profileMissing: (names) => `Nothing to show: ${names}`,
    listComma: ', ',
    stands: (at) => `As of ${at}`,
    setup: 'Setting up',
    setupSteps: {
      watches: 'Watches',
      feeds: 'Sources',
      channels: 'Channels',
      duty: 'On call',
      tested: 'Test message',
    },
    setupLeft: 'A few steps are left until alerts reach people',
    setupDone: 'done',
    setupTodo: 'to do',
  },
};
