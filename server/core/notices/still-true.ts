import type { AnyNotice } from './notice-kinds.ts';

/** What a notice says has begun, by the numbers of its troubles and of the incidents of feeds. */
export function begunIn(notice: AnyNotice): {
  readonly troubles: readonly number[];
  readonly incidents: readonly number[];
} {
  return {
    troubles: 'troubles' in notice ? notice.troubles.began.map(({ troubleId }) => troubleId) : [],
    incidents: 'down' in notice ? notice.down.map(({ incidentId }) => incidentId) : [],
  };
}

/**
 * A notice without what has ended while it waited: that it began is no news any more, and that it is over is told by a
 * message of its own. Null: nothing of it is left.
 */
export function stillTrue(
  notice: AnyNotice,
  ended: { readonly troubles: ReadonlySet<number>; readonly incidents: ReadonlySet<number> },
): AnyNotice | null {
  if ('troubles' in notice) {
    const { over, began: all } = notice.troubles;
    const began = all.filter(({ troubleId }) => !ended.troubles.has(troubleId));
    if (began.length === all.length) return notice;
    return began.length + over.length === 0 ? null : { ...notice, troubles: { began, over } };
  }
  if ('down' in notice) {
    const down = notice.down.filter(({ incidentId }) => !ended.incidents.has(incidentId));
    if (down.length === notice.down.length) return notice;
    return down.length + notice.up.length === 0 ? null : { ...notice, down };
  }
  return notice;
}
