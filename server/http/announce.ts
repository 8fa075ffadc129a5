import type { Alert, AlertChangeKind } from '../core/alert/alert.ts';
import { notFound } from '../core/errors.ts';
import type { LiveEvent } from '../core/job/live.ts';
import type { AlertScreen } from '../core/screens/screens.ts';
import { readAlertScreen } from '../db/views/alert/alert.ts';
import type { HttpDeps } from './deps.ts';

type Announcing = Pick<HttpDeps, 'bus' | 'now'>;
type Settings = Extract<LiveEvent, { readonly kind: 'settings' }>['what'];

/** The worker and other open pages hear what people set otherwise. */
export function announceSettings(deps: Announcing, what: Settings): void {
  deps.bus.publish({ kind: 'settings', at: deps.now(), what });
}

/** Other open pages hear what people decided about an alert. */
export function announceAlert(
  deps: Announcing,
  { id: alertId, watchId, level }: Pick<Alert, 'id' | 'watchId' | 'level'>,
  change: AlertChangeKind,
): void {
  deps.bus.publish({ kind: 'alert', at: deps.now(), alertId, watchId, level, change });
}

/** @throws AppError('not_found') */
export async function requireAlertScreen(deps: HttpDeps, id: number): Promise<AlertScreen> {
  const screen = await readAlertScreen(deps.read, id, deps.playbooks, deps.now());
  if (screen === null) throw notFound('alert', id);
  return screen;
}

/** The alert as it is after a decision, of which other open pages hear. */
export async function announcedAlert(
  deps: HttpDeps,
  id: number,
  change: AlertChangeKind,
): Promise<AlertScreen> {
  const screen = await requireAlertScreen(deps, id);
  announceAlert(deps, screen.alert, change);
  return screen;
}
