import { describe, expect, test } from 'vitest';
import { readSubjects as readByServer } from '../../server/core/series/subjects.ts';
import { readSubjects, writeSubjects } from '../../web/subjects.ts';

describe('what is compared, in an address', () => {
  const near = ['term.NEAR/8(停暖,孩子)', 'sev.outage', 'term.涨价20%', 'term.50%2C', 'watch.1'];

  test('is read as it was written, by the page and by the server, also where a subject has a comma of its own', () => {
    expect(readSubjects(writeSubjects(near))).toEqual(near);
    expect(readByServer(writeSubjects(near))).toEqual(near);
  });

  test('that has no comma is written as it always was', () => {
    expect(writeSubjects(['term.停暖', 'sev.outage'])).toBe('term.停暖,sev.outage');
    expect(readSubjects('term.停暖,,sev.outage')).toEqual(['term.停暖', 'sev.outage']);
    expect(readByServer(',term.涨价20%,term.涨价20%,')).toEqual(['term.涨价20%']);
  });
});
