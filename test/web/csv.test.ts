import { expect, test } from 'vitest';
import { csvOf } from '../../web/state/csv.ts';

test('a saved table opens as Chinese and keeps commas, quotes and empty cells', () => {
  expect(
    csvOf(
      ['词', 'count'],
      [
        ['停暖,"又"', 3],
        ['', null],
      ],
    ),
  ).toBe('\ufeff词,count\r\n"停暖,""又""",3\r\n,\r\n');
});

test.each(['=HYPERLINK("http://x")', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠a'])(
  'what begins like a formula (%j) is text in a spreadsheet',
  (text) => {
    const [, row = ''] = csvOf(['word'], [[text]]).split('\r\n');
    expect(row.replace(/^"/, '').startsWith(`'${text.slice(0, 1)}`)).toBe(true);
  },
);

test('a negative number stays a number', () => {
  expect(csvOf(['net'], [[-0.25]])).toContain('\r\n-0.25\r\n');
});
