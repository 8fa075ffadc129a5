import { gate } from '../gate.ts';

/** Numbers that merely move are shown in the page and ring nowhere. */
export const nothingNew = gate('nothing-new', (change) => change.kind === 'refreshed');
