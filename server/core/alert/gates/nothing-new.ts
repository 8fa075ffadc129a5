import { gate } from '../gate.ts';

const RINGING: readonly string[] = ['opened', 'raised', 'surged', 'graver', 'playbook'];

/** Numbers that merely move, and calm that returns, are shown in the page and ring nowhere. */
export const nothingNew = gate('nothing-new', (change) => !RINGING.includes(change.kind));
