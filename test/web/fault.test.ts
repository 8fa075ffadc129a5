import { describe, expect, test } from 'vitest';
import { faultyFields, readFault } from '../../web/fault.ts';

const refusal = (details: object) =>
  readFault(400, { error: { code: 'bad_request', message: 'no', details } });

describe('the fields that a refusal names', () => {
  test.each([
    [
      'every one of a body, once',
      { faults: [{ field: 'records.dead' }, { field: 'records.dead' }, { field: 'by' }] },
      ['dead', 'by'],
    ],
    ['one', { field: 'note' }, ['note']],
    ['some by their names', { names: ['dead', 'injured'] }, ['dead', 'injured']],
    ['none', {}, []],
    ['what is no name', { faults: [null, { field: 3 }, 'x'] }, []],
  ])('%s', (_, details, named) => {
    expect(faultyFields(refusal(details))).toEqual(named);
  });
});
