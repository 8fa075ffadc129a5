import type { Level, OverrideName } from '../../../api/risk.ts';

/** Hard conditions as the form lists them, gravest first. */
export const OVERRIDES: readonly { readonly name: OverrideName; readonly level: Level }[] = [
  { name: 'dead', level: 'I' },
  { name: 'injured-10', level: 'I' },
  { name: 'injured-3', level: 'II' },
  { name: 'death-2', level: 'II' },
  { name: 'central-media', level: 'II' },
  { name: 'mass', level: 'II' },
  { name: 'hot-top-10', level: 'II' },
  { name: 'hot-list', level: 'III' },
  { name: 'official', level: 'III' },
  { name: 'injured', level: 'III' },
  { name: 'injury-2', level: 'III' },
  { name: 'food-poisoning-3', level: 'III' },
  { name: 'leak-sample', level: 'III' },
  { name: 'self-harm', level: 'III' },
  { name: 'severe-claim', level: 'IV' },
  { name: 'few-authors', level: 'IV' },
];
