import { randomBytes } from 'node:crypto';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { createPostgresBus } from '../../server/bus/postgres.ts';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Bus } from '../../server/core/job/live.ts';
import { askServer, urlOf } from './postgres.ts';

/** What joins the sides of an installation on this run's engine. */
export interface BusBench {
  /** Two sides that hear each other. */
  pair(): Promise<readonly [Bus, Bus]>;
  /** Cuts every line between them; null where there is none to cut. */
  readonly cut: (() => Promise<void>) | null;
  /** What the sides have logged. */
  readonly logged: string[];
}

/** To be called once in a file. */
export function busBench(): BusBench {
  const logged: string[] = [];
  const server = inject('postgresUrl');
  if (server === undefined) return { pair: async () => threads(logged), cut: null, logged };
  const name = `test_${randomBytes(8).toString('hex')}`;
  beforeAll(() => askServer(server, `create database ${name}`));
  afterAll(() => askServer(server, `drop database if exists ${name} with (force)`));
  const note = (_: object, message: string) => void logged.push(message);
  const log = { info: note, warn: note, error: note };
  const open = async () => {
    const bus = await createPostgresBus({ url: urlOf(server, name), log });
    onTestFinished(() => bus.close());
    return bus;
  };
  const cut = () =>
    askServer(
      server,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    );
  return { pair: async () => [await open(), await open()], cut, logged };
}

function threads(logged: string[]): readonly [Bus, Bus] {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const onFault = () => void logged.push('a listener failed');
  return [createThreadBus(port1, onFault), createThreadBus(port2, onFault)];
}
