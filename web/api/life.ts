import type { Phase } from '../../server/core/alert/alert-life.ts';
import { keyHeader } from '../repeat-key.ts';
import { surely } from '../surely.ts';
import { type AlertScreen, client, param, take } from './client.ts';

export type { Phase } from '../../server/core/alert/alert-life.ts';

/** Every request about what people make of an alert. */
export const lifeApi = {
  move: (id: number, json: { by: string; phase: Phase; note: string; seen: number }): Promise<AlertScreen> =>
    surely(() => take<AlertScreen>(client.alerts[':id'].phase.$put({ param: param(id), json }))),
  reopen: (id: number, json: { by: string; note: string }): Promise<AlertScreen> =>
    surely(() => take<AlertScreen>(client.alerts[':id'].reopen.$post({ param: param(id), json }))),
  /** Says of a closed one what it was after all. */
  correct: (
    id: number,
    json: { by: string; verdict: 'closed' | 'false_alarm'; note: string },
  ): Promise<AlertScreen> =>
    surely(() => take<AlertScreen>(client.alerts[':id'].verdict.$put({ param: param(id), json }))),
  assign: (
    id: number,
    json: { by: string; personId: number | null; was: number | null },
  ): Promise<AlertScreen> =>
    surely(() => take<AlertScreen>(client.alerts[':id'].assignee.$put({ param: param(id), json }))),
  /** @param key the same when it is sent again */
  comment: (id: number, json: { by: string; text: string }, key: string): Promise<AlertScreen> =>
    surely(() =>
      take<AlertScreen>(client.alerts[':id'].comments.$post({ param: param(id), json }, keyHeader(key))),
    ),
};
