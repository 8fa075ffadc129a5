import { describe, expect, test } from 'vitest';
import { tellApart, withoutNumber } from '../../../server/core/import/column-names.ts';
import { mapColumns } from '../../../server/core/import/import-columns.ts';
import { createRowReader } from '../../../server/core/import/import-post.ts';
import { isMachine, isPersonal } from '../../../server/core/survey/personal-column.ts';

describe('columns of one name', () => {
  test.each([
    ['the first keeps it', ['内容', '时间', '内容', '内容'], ['内容', '时间', '内容 (2)', '内容 (3)']],
    ['a numbered name that is there is kept too', ['a', 'a', 'a (2)'], ['a', 'a (3)', 'a (2)']],
    ['wherever it stands', ['a (2)', 'a', 'a', 'a'], ['a (2)', 'a', 'a (3)', 'a (4)']],
    ['even twice', ['a', 'a', 'a (2)', 'a (2)'], ['a', 'a (3)', 'a (2)', 'a (2) (2)']],
    ['columns without a name stay without', ['', 'a', '', 'a'], ['', 'a', '', 'a (2)']],
  ])('%s', (_, names, told) => {
    expect(tellApart(names)).toEqual(told);
  });

  test('many of them are told apart in no time', () => {
    const told = tellApart(Array<string>(100_000).fill('a'));
    expect(told.at(-1)).toBe('a (100000)');
    expect(new Set(told).size).toBe(100_000);
  });

  test('the first is what its name says, the others are left to people', () => {
    expect(mapColumns(['内容', '评分(1-5)', '内容 (2)', '评分(1-5) (2)'])).toEqual({
      text: '内容',
      rating: '评分(1-5)',
    });
  });

  test('with a number or without, a column tells the same of who answered', () => {
    expect([withoutNumber('编号 (2)'), withoutNumber('评分(1-5)')]).toEqual(['编号', '评分(1-5)']);
    expect(['编号', '编号 (2)', '开始时间 (3)'].map(isMachine)).toEqual([true, true, true]);
    expect(['ua', 'UA (2)'].map((name) => isPersonal(name, []))).toEqual([true, true]);
  });

  test('what is shown of a refused row names no author, by whichever of them', () => {
    const read = createRowReader({ now: 0, readTime: () => null, platform: 'x' });
    const refused = read({ 作者: '张三', '作者 (2)': '李四', 门店: '河东' });
    expect(refused).toMatchObject({ reason: 'no-text-column', excerpt: '门店: 河东' });
  });
});
