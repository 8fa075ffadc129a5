import type { zhHandbook } from '../zh/handbook.ts';

export const enHandbook: typeof zhHandbook = {
  handbook: {
    title: 'Handbook',
    hint: 'Holds in every crisis, whichever playbook runs.',
    steps: 'Steps and deadlines',
    limits: 'Deadlines by level',
    limitsHint: 'Counted from when the alert opened; "—" means not required.',
    task: 'Task',
    levels: 'How the level is set',
    blame: 'Attribution and line',
    blameHint: 'First judge how much the public will lay at your door, then choose the line of response.',
    writing: 'Writing',
    nvc: 'Four parts, in this order',
    talk: 'Four steps of a private talk',
    checks: 'Check before publishing',
    banned: 'Better not said',
    wording: 'Wording',
    why: 'Why',
    instead: 'Instead',
    law: 'Legal deadlines',
    lawHint:
      'Common legal deadlines with how far each was verified, to plan by. Whether one applies, and in which version, is for legal counsel to confirm.',
    who: 'For',
    verified: 'Verified',
  },
};
