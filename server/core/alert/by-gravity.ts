import { LEVELS } from '../risk/grade.ts';
import type { Alert } from './alert.ts';

/**
 * The order of alerts that are not closed: the gravest level first; of one level those that nobody acknowledged, then
 * the riskiest.
 */
export function byGravity(
  a: Pick<Alert, 'level' | 'status' | 'risk'>,
  b: Pick<Alert, 'level' | 'status' | 'risk'>,
): number {
  return (
    LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) ||
    Number(b.status === 'open') - Number(a.status === 'open') ||
    b.risk.index - a.risk.index
  );
}
