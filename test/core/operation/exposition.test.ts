import { describe, expect, test } from 'vitest';
import { expose, type Family } from '../../../server/core/operation/exposition.ts';

const family = (parts: Partial<Family> = {}): Family => ({
  name: 'tingchao_jobs',
  help: 'Jobs',
  type: 'gauge',
  samples: [{ value: 1 }],
  ...parts,
});

describe('the text format of Prometheus', () => {
  test('a family says what it is, then its figures under their labels', () => {
    const samples = [
      { labels: { kind: 'crawl', state: 'waiting' }, value: 3 },
      { labels: { kind: 'detect', state: 'running' }, value: 0.25 },
    ];
    const text = expose([family({ samples }), family({ name: 'tingchao_posts_total', type: 'counter' })]);
    expect(text).toBe(`# HELP tingchao_jobs Jobs
# TYPE tingchao_jobs gauge
tingchao_jobs{kind="crawl",state="waiting"} 3
tingchao_jobs{kind="detect",state="running"} 0.25
# HELP tingchao_posts_total Jobs
# TYPE tingchao_posts_total counter
tingchao_posts_total 1
`);
  });

  test('what people wrote ends neither a label nor a line', () => {
    const labels = { feed: 'a "b" \\ c\nd\ud800' };
    const text = expose([family({ help: 'one\ntwo \\ "three"', samples: [{ labels, value: 1 }] })]);
    expect(text.split('\n')).toEqual([
      '# HELP tingchao_jobs one\\ntwo \\\\ "three"',
      '# TYPE tingchao_jobs gauge',
      'tingchao_jobs{feed="a \\"b\\" \\\\ c\\nd\ufffd"} 1',
      '',
    ]);
  });

  test('numbers that are none are written as it has them, large and small ones whole', () => {
    const values = [Number.NaN, Infinity, -Infinity, 1.8e12, 5e-7];
    const text = expose([family({ samples: values.map((value) => ({ value })) })]);
    const told = text
      .split('\n')
      .slice(2, -1)
      .map((line) => line.split(' ')[1]);
    expect(told).toEqual(['NaN', '+Inf', '-Inf', '1800000000000', '5e-7']);
  });

  test('without figures it still says what it would tell', () => {
    expect(expose([family({ samples: [] })])).toBe('# HELP tingchao_jobs Jobs\n# TYPE tingchao_jobs gauge\n');
  });

  test.each(['', 'Jobs', '1jobs', 'jobs-open', 'jobs{'])('%s is no name', (name) => {
    expect(() => expose([family({ name })])).toThrow('is no name');
    expect(() => expose([family({ samples: [{ labels: { [name]: 'x' }, value: 1 }] })])).toThrow(
      'is no name',
    );
  });
});
