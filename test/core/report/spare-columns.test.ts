import { expect, test } from 'vitest';
import type { TableBlock } from '../../../server/core/report/report-snapshot.ts';
import { withoutSpareColumns } from '../../../server/core/report/spare-columns.ts';

const table = (rows: TableBlock['rows'], bars?: number): TableBlock => ({
  kind: 'table',
  title: '各触点的抱怨',
  rows,
  columns: ['触点', '此前', '本月', '变化'].map((name) => ({ name, width: 2 })),
  ...(bars === undefined ? {} : { bars }),
});
const names = (block: TableBlock) => block.columns.map(({ name }) => name);

test('a table goes without the columns in which nothing stands, and its bars stay with their counts', () => {
  const told = withoutSpareColumns(
    table(
      [
        ['供热', null, 236, null],
        ['配送', null, 0, null],
      ],
      2,
    ),
  );
  expect(told).toMatchObject({
    bars: 1,
    rows: [
      ['供热', 236],
      ['配送', 0],
    ],
  });
  expect(names(told as TableBlock)).toEqual(['触点', '本月']);
});

test('one cell is enough to keep a column; a table without rows stays as it is', () => {
  const some = table([
    ['供热', null, 236, null],
    ['配送', 4, 0, null],
  ]);
  expect(names(withoutSpareColumns(some) as TableBlock)).toEqual(['触点', '此前', '本月']);
  const none = table([]);
  expect(withoutSpareColumns(none)).toEqual(none);
});
