import { expect, test } from 'vitest';
import { discreet } from '../../server/cli/work/backup-postgres.ts';
import { parseConfig } from '../../server/config.ts';

test.for([
  ['postgres://a:p%40ss@db/x', 'postgres://a@db/x', 'p@ss'],
  ['postgres://a@db/x?password=word&sslmode=require', 'postgres://a@db/x?sslmode=require', 'word'],
  ['postgres://a@db/x?sslmode=no-verify&uselibpqcompat=true', 'postgres://a@db/x?sslmode=require', 'kept'],
  ['postgres://a@db/x', 'postgres://a@db/x', 'kept'],
] as const)(
  'PostgreSQL’s own programs are handed what they know, and no password: %s',
  ([url, shown, password]) => {
    const { address, env } = discreet(url, { PGPASSWORD: 'kept' });
    expect([address, env.PGPASSWORD]).toEqual([shown, password]);
  },
);

test('no process of ours goes by another name than its own', () => {
  const of = (DATABASE_URL: string) => parseConfig({ DATABASE_URL }).databaseUrl;
  expect(of('postgres://a:b@db/x?application_name=desk&sslmode=require')).toBe(
    'postgres://a:b@db/x?sslmode=require',
  );
  expect(of('postgres://a:b@db/x?sslmode=require')).toBe('postgres://a:b@db/x?sslmode=require');
});
