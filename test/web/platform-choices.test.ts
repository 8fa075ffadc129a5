import { expect, test } from 'vitest';
import { platformChoices } from '../../web/words/platform-choices.ts';

test('platforms that were seen come first as they came, unnamed ones too, and no name twice', () => {
  const named = { weibo: '微博', 'app-store': 'App Store', appstore: 'App Store', zhihu: '知乎' };
  expect(platformChoices(['演示论坛', 'weibo'], named)).toEqual({
    seen: ['演示论坛', 'weibo'],
    rest: ['app-store', 'zhihu'],
  });
  expect(platformChoices(['appstore'], named).rest).toEqual(['weibo', 'zhihu']);
});
