import { counted } from './counted.ts';
/** Words of what people propose. Functions take what varies. */
export const enSuggestions = {
  suggestions: {
    name: 'What people suggest',
    most: (touchpoint: string, people: string) =>
      `Most of it is about ${touchpoint}: ${counted(people, 'person', 'people')}`,
    noTouchpoint: (people: string) =>
      `${counted(people, 'person suggests', 'people suggest')} something, about no touchpoint in particular`,
    looked: (count: string) => `Read from ${counted(count, 'suggestion')}, copies left out`,
    newest: (count: string) =>
      `Read from the newest ${counted(count, 'suggestion')}, copies left out; there may be older ones`,
    pleas: (count: string) =>
      `; ${count} of them only ask for help, attention or an answer, and are left out`,
    onlyPleas: (count: string) =>
      `Nothing in particular is suggested: all ${count} only ask for help, attention or an answer`,
    all: 'See all suggestions',
    people: (people: string) => counted(people, 'person', 'people'),
    other: 'Others',
    alike: (count: string) =>
      `${counted(count, 'post asks', 'posts ask')} for much the same; this is the newest`,
    more: (count: string) => `Show ${count} more`,
    none: 'No suggestions were read in this time',
    noneHint:
      'Words such as “please add a night shift on the hotline” are listed here by touchpoint, as they were written. Choose a longer time.',
  },
};
