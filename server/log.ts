import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/** The structured log: fields first, then words. Made once per thread and passed in. */
export type Log = Logger;

const SECRET = [
  'token',
  'secret',
  'password',
  'authorization',
  'cookie',
  'settings',
  'params',
  'hashKey',
  'databaseUrl',
];

/**
 * JSON lines on stderr: stdout carries data only. Written at once, so that the last words before a crash
 * are there. Fields that can hold a secret are blanked wherever they stand, one level deep as well.
 */
export function createLog(level: LogLevel, role: string): Log {
  return pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: '•••' },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
