import type { DeadJobsAnswer, DeadJobsScreen } from '../../server/core/screens/jobs.ts';
import { client, take, within } from './client.ts';

export type { DeadJob, DeadJobsAnswer, DeadJobsScreen } from '../../server/core/screens/jobs.ts';

/** Every request about jobs that came to nothing. */
export const jobsApi = {
  dead: (signal?: AbortSignal): Promise<DeadJobsScreen> =>
    take<DeadJobsScreen>(client['dead-jobs'].$get({}, within(signal))),
  replay: (ids: string[]): Promise<DeadJobsAnswer> =>
    take<DeadJobsAnswer>(client['dead-jobs'].replay.$post({ json: { ids } })),
  drop: (ids: string[]): Promise<DeadJobsAnswer> =>
    take<DeadJobsAnswer>(client['dead-jobs'].drop.$post({ json: { ids } })),
};
