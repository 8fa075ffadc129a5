import type { KanoScreen, StarEffect, TouchpointImpact } from '../api/service-quality.ts';
import type { Words } from './zh.ts';

/** `+0.12`, `−1.63`: stars with their sign. */
export function starsWord(value: number): string {
  const said = value.toFixed(2);
  if (Number(said) === 0) return '0.00';
  return said.startsWith('-') ? said.replace('-', '−') : `+${said}`;
}

/** Effects whose interval lies on one side of nought. */
function clear(effect: TouchpointImpact['reward'], side: 1 | -1): boolean {
  return effect !== null && (side > 0 ? effect.lo > 0 : effect.hi < 0);
}

/** What matters most: the touchpoint that costs most stars of all, else the one that earns most. */
export function kanoFinding({ touchpoints }: KanoScreen, words: Words): string {
  const { kano } = words.service;
  const name = ({ touchpoint }: TouchpointImpact, { shared }: StarEffect): string =>
    kano.and(
      [touchpoint, ...shared.map((side) => side.touchpoint)].map((each) => words.codes.touchpoint[each]),
    );
  const worst = touchpoints.find(({ penalty }) => clear(penalty, -1));
  if (worst?.penalty) return kano.worst(name(worst, worst.penalty), Math.abs(worst.penalty.value).toFixed(1));
  const best = touchpoints.filter(({ reward }) => clear(reward, 1)).toSorted((a, b) => b.won - a.won)[0];
  return best?.reward ? kano.best(name(best, best.reward), best.reward.value.toFixed(1)) : kano.nothing;
}

/** A kind is told where it is likelier than all others together, and, but for the indifferent one, some effect is sure. */
export function toldKind({ kano, reward, penalty }: TouchpointImpact): TouchpointImpact['kano'] {
  if (kano === null || kano.likelihood <= 0.5) return null;
  return kano.kind === 'indifferent' || clear(reward, 1) || clear(penalty, -1) ? kano : null;
}

/** `86%`; of a few hundred draws none is certain. */
export function likelihoodWord(likelihood: number): string {
  return likelihood > 0.99 ? '>99%' : `${Math.round(likelihood * 100)}%`;
}

/** What else the same reviews name, so that nobody can part its effect; null where there is none. */
export function sharedWord({ shared }: StarEffect, words: Words): string | null {
  const { kano } = words.service;
  if (shared.length === 0) return null;
  const sides = shared.map(({ touchpoint, praised }) =>
    kano.side[praised ? 'praised' : 'blamed'](words.codes.touchpoint[touchpoint]),
  );
  return kano.shared(kano.and(sides));
}
