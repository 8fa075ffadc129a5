import { expect, test } from 'vitest';
import type { AlertRow } from '../../server/core/screens/screens.ts';
import { nextAlerts } from '../../web/pages/overview/next-alerts.ts';

type Row = Pick<AlertRow, 'id' | 'status' | 'nextStep'>;

const step: AlertRow['nextStep'] = {
  playbook: { id: 'PB03', name: '停暖' },
  no: 2,
  action: '核实',
  role: 'owner',
  dueAt: 0,
};
const row = (id: number, status: Row['status'], nextStep: Row['nextStep'] = step): Row => ({
  id,
  status,
  nextStep,
});
const told = (...rows: Row[]) => {
  const { lead, unheard } = nextAlerts(rows);
  return [lead?.id, unheard?.id];
};

test('the step of a grave alert is not lost behind a lesser one that waits to be acknowledged', () => {
  expect(told(row(1, 'acknowledged'), row(2, 'open'))).toEqual([1, 2]);
});

test('an alert that nobody acknowledged leads where it is the gravest', () => {
  expect(told(row(1, 'open'), row(2, 'open'))).toEqual([1, undefined]);
  expect(told(row(1, 'open', null), row(2, 'acknowledged'))).toEqual([1, undefined]);
});

test('where all is done in the gravest one, the next that needs somebody leads', () => {
  expect(told(row(1, 'acknowledged', null), row(2, 'open'), row(3, 'open'))).toEqual([2, undefined]);
  expect(told(row(1, 'acknowledged', null), row(2, 'acknowledged'))).toEqual([2, undefined]);
});

test('with nothing left to do it is the gravest, and without alerts none', () => {
  expect(told(row(1, 'acknowledged', null), row(2, 'acknowledged', null))).toEqual([1, undefined]);
  expect(told()).toEqual([undefined, undefined]);
});
