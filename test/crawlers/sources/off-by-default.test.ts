import { expect, test } from 'vitest';
import autocomplaint from '../../../crawlers/sources/autocomplaint-12365.ts';
import bluesky from '../../../crawlers/sources/bluesky-search.ts';
import googlePlay from '../../../crawlers/sources/google-play-reviews.ts';
import guba from '../../../crawlers/sources/guba.ts';
import hackerNews from '../../../crawlers/sources/hacker-news.ts';
import heimao from '../../../crawlers/sources/heimao-company.ts';
import mastodon from '../../../crawlers/sources/mastodon-tag.ts';
import reddit from '../../../crawlers/sources/reddit.ts';
import telegram from '../../../crawlers/sources/telegram-channel.ts';
import thepaper from '../../../crawlers/sources/thepaper-hot.ts';
import tieba from '../../../crawlers/sources/tieba-hot.ts';
import toutiao from '../../../crawlers/sources/toutiao-hot.ts';

test('what robots or terms leave open to doubt is off until somebody switches it on', () => {
  for (const source of [thepaper, toutiao, tieba, heimao, autocomplaint, guba]) {
    expect(source.access.onByDefault).toBe(false);
    expect(source.access.note.zh).toContain('法务');
  }
});

test('what is off by default says so, and needs its own yes', () => {
  const sources = [mastodon, telegram, hackerNews, reddit, bluesky, googlePlay];
  expect(sources.filter(({ access }) => !access.onByDefault).map(({ name }) => name)).toEqual([
    'reddit',
    'bluesky-search',
    'google-play-reviews',
  ]);
  for (const { access } of sources) expect(access.note.zh).toContain('境外站点，须经合法的国际出口访问');
});
