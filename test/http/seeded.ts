import { HOUR } from '../../server/core/time.ts';
import { groupStories } from '../../server/flows/story/group-stories.ts';
import { createStoryMemory } from '../../server/flows/story/story-memory.ts';
import { makeStage, quietWeeks, voices } from '../flows/alert/alert-stage.ts';
import { createTagGrouper } from '../flows/story/tag-grouper.ts';
import { makePlace } from '../support/database.ts';
import { anyOf, makePost, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { type Served, serveHttp } from './serve.ts';

/** The stretch of time that something happened in. */
export const SPAN = `from=${NOW - 24 * HOUR}&to=${NOW + HOUR}`;

export interface Seeded extends Served {
  /** The watch with the open alert, and one with nothing but a post. */
  readonly watch: number;
  readonly other: number;
  /** Makes a read token; null: for all watches. */
  readToken(watchIds?: readonly number[] | null): Promise<string>;
  /** Reads as a program with that token. */
  readAs(token: string, at: string): ReturnType<Served['ask']>;
}

/** The real server over an installation with an alert, a story and two watches. */
export async function serveSeeded(): Promise<Seeded> {
  const place = await makePlace();
  const stage = await makeStage({}, place);
  const { id: other } = await makeWatch(stage.db, {
    name: '生鲜',
    rule: anyOf('生鲜'),
  });
  await stage.channel();
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(30, '#停暖#小区停暖了', NOW));
  await stage.store([makePost({ text: '#生鲜#生鲜配送真慢', publishedAt: NOW - HOUR, author: '甲' })]);
  await stage.look();
  const memory = createStoryMemory({
    makeGrouper: ({ nextStory }) => createTagGrouper(nextStory),
    now: () => NOW,
  });
  await groupStories({ db: stage.db, stories: memory, now: () => NOW });
  const served = await serveHttp({}, place);
  let made = 0;
  return {
    ...served,
    watch: stage.watch.id,
    other,
    async readToken(watchIds = null) {
      const body = { name: `报表 ${made++}`, watchIds };
      return (await served.ask('POST', '/api/read-tokens', { body })).json().token;
    },
    readAs: (token, at) => served.ask('GET', at, { headers: { authorization: `Bearer ${token}` } }),
  };
}
