import type { CompareScreen, TrendsScreen } from '../../server/core/screens/trends.ts';
import type { Annotation, AnnotationInput } from '../../server/core/series/annotation.ts';
import { client, done, param, take, within } from './client.ts';

export type * from '../../server/core/screens/trends.ts';
export type { Annotation, AnnotationInput, AnnotationKind } from '../../server/core/series/annotation.ts';
export type { Growth } from '../../server/core/statistics/growth-interval.ts';

interface RangeAsked {
  readonly watch?: string;
  readonly from: string;
  readonly to?: string;
}

/** Every request of the page of trends. Times are epoch milliseconds. */
export const trendsApi = {
  screen: (query: RangeAsked & { basis: 'before' | 'week' }, signal?: AbortSignal): Promise<TrendsScreen> =>
    take<TrendsScreen>(client.trends.$get({ query }, within(signal))),
  /** `of`: topics and watches, as `writeSubjects` puts them. */
  compare: (query: RangeAsked & { of: string }, signal?: AbortSignal): Promise<CompareScreen> =>
    take<CompareScreen>(client.trends.compare.$get({ query }, within(signal))),
  annotate: (json: AnnotationInput & { by: string }): Promise<Annotation> =>
    take<Annotation>(client.annotations.$post({ json })),
  /** @param json with `seen`, when it was changed last as the writer saw it, "0" for never */
  editAnnotation: (id: number, json: AnnotationInput & { by: string; seen: string }): Promise<Annotation> =>
    take<Annotation>(client.annotations[':id'].$put({ param: param(id), json })),
  removeAnnotation: (id: number, json: { by: string; seen: string }) =>
    done(client.annotations[':id'].remove.$post({ param: param(id), json })),
};
