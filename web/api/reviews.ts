import type { MeasureInput, ReviewInput } from '../../server/core/review/review.ts';
import type { ReviewScreen, ReviewsScreen } from '../../server/core/screens/review.ts';
import { client, param, take, within } from './client.ts';

export type { ClockResult } from '../../server/core/review/clock.ts';
export type { ReviewClock } from '../../server/core/review/course.ts';
export type * from '../../server/core/review/effect.ts';
export type * from '../../server/core/review/review.ts';
export type * from '../../server/core/screens/review.ts';

/** `version`: of what was read, so that nothing is written over unseen. */
interface Signed {
  readonly by: string;
  readonly version: number;
}

/** What goes over the wire can be changed; what the page holds cannot. */
const sent = <T extends object>({ answers, ...rest }: T & Pick<ReviewInput, 'answers'>) => ({
  ...rest,
  answers: [...answers],
});

/** Every request about the reviews of alerts. */
export const reviewApi = {
  list: (signal?: AbortSignal): Promise<ReviewsScreen> =>
    take<ReviewsScreen>(client.reviews.$get({}, within(signal))),
  screen: (id: number, signal?: AbortSignal): Promise<ReviewScreen> =>
    take<ReviewScreen>(client.alerts[':id'].review.$get({ param: param(id) }, within(signal))),
  save: (id: number, input: ReviewInput & Signed): Promise<ReviewScreen> =>
    take<ReviewScreen>(client.alerts[':id'].review.$put({ param: param(id), json: sent(input) })),
  plan: (id: number, json: MeasureInput & { by: string }): Promise<ReviewScreen> =>
    take<ReviewScreen>(client.alerts[':id'].measures.$post({ param: param(id), json })),
  change: (id: number, json: MeasureInput & Signed & { done: boolean }): Promise<ReviewScreen> =>
    take<ReviewScreen>(client.measures[':id'].$put({ param: param(id), json })),
  drop: (id: number, json: Signed): Promise<ReviewScreen> =>
    take<ReviewScreen>(client.measures[':id'].remove.$post({ param: param(id), json })),
};
