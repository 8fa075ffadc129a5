import { isNews } from '../change-kinds.ts';
import { gate } from '../gate.ts';

/** Numbers that merely move, and calm that returns, are shown in the page and ring nowhere. */
export const nothingNew = gate('nothing-new', (change) => !isNews(change.kind));
