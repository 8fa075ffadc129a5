import type { StoryList, StoryPostPage, StoryScreen } from '../../server/core/screens/screens.ts';
import { client, param, take, within } from './client.ts';

export type {
  StoryEditRow,
  StoryList,
  StoryPostPage,
  StoryRow,
  StoryScreen,
} from '../../server/core/screens/screens.ts';

type Strings = Readonly<Record<string, string>>;

export const storiesApi = {
  list: (query: Strings, signal?: AbortSignal): Promise<StoryList> =>
    take<StoryList>(client.stories.$get({ query }, within(signal))),
  /** The story, or the one it was merged into. */
  one: (id: number, signal?: AbortSignal): Promise<StoryScreen> =>
    take<StoryScreen>(client.stories[':id'].$get({ param: param(id) }, within(signal))),
  posts: (id: number, query: Strings, signal?: AbortSignal): Promise<StoryPostPage> =>
    take<StoryPostPage>(client.stories[':id'].posts.$get({ param: param(id), query }, within(signal))),
  merge: (id: number, by: string, other: number): Promise<StoryScreen> =>
    take<StoryScreen>(client.stories[':id'].merge.$post({ param: param(id), json: { by, other } })),
  split: (id: number, by: string, posts: readonly number[]): Promise<StoryScreen> =>
    take<StoryScreen>(
      client.stories[':id'].split.$post({ param: param(id), json: { by, posts: [...posts] } }),
    ),
  move: (id: number, by: string, posts: readonly number[], into: number): Promise<StoryScreen> =>
    take<StoryScreen>(
      client.stories[':id'].move.$post({ param: param(id), json: { by, posts: [...posts], into } }),
    ),
  /** Null: the machine's own name. */
  rename: (id: number, by: string, title: string | null): Promise<StoryScreen> =>
    take<StoryScreen>(client.stories[':id'].rename.$post({ param: param(id), json: { by, title } })),
  /** `edit`: the change that is shown; a newer one is not taken back unseen. */
  undo: (id: number, by: string, edit: number): Promise<StoryScreen> =>
    take<StoryScreen>(client.stories[':id'].undo.$post({ param: param(id), json: { by, edit } })),
};
