import { expect, test } from 'vitest';
import { carriedValues } from '../../../server/core/playbook/carried-values.ts';

const draft = (alertId: number, values: Readonly<Record<string, string>>) => ({
  alertId,
  values,
  updatedAt: alertId * 1_000,
});

test('who speaks and where to call are carried over as they were filled in last, nothing else is', () => {
  const drafts = [
    draft(7, { hotline: ' ', cause: '换热站故障' }),
    draft(5, { hotline: ' 96778 ' }),
    draft(2, { hotline: '12345', brand: '城北热力' }),
  ];
  expect(carriedValues(drafts)).toEqual([
    { name: 'brand', value: '城北热力', alertId: 2, at: 2_000 },
    { name: 'hotline', value: '96778', alertId: 5, at: 5_000 },
  ]);
  expect(carriedValues([])).toEqual([]);
});
