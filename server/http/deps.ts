import type { Scenario } from '../core/drill/scenario.ts';
import type { Source } from '../core/feed/source.ts';
import type { Detector } from '../core/finding/finding.ts';
import type { Inbox } from '../core/import/inbox.ts';
import type { Queue } from '../core/job/job.ts';
import type { Bus, LiveWorker } from '../core/job/live.ts';
import type { Notifier } from '../core/message/notifier.ts';
import type { Playbook } from '../core/playbook/playbook.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from '../db/database.ts';

/** The part of the structured log that the pages' server uses: fields first, then words. */
export interface HttpLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Access {
  /** null: nobody has to log in (loopback only). */
  readonly token: string | null;
  /** Host names that a request may name; anything else is a DNS trick. null: any name (only with a token). */
  readonly hosts: ReadonlySet<string> | null;
  /** True when people reach the server by https, so that the cookie never travels in clear. */
  readonly secure: boolean;
  /** Addresses, and ranges such as 10.0.0.0/8, of reverse proxies that are believed when they say who asks. */
  readonly proxies: readonly string[];
}

/** Who works, by what they say. */
export interface Workers {
  /** When one last said that it is alive; null before the first word. */
  lastSeenAt(): Instant | null;
  /** Those who said so within the last milliseconds, or lately, the oldest first. */
  living(withinMs?: number): readonly (LiveWorker & { readonly seenAt: Instant })[];
  /** Whether one of them said that the disk is full when it last spoke. */
  isFull(id: string): boolean;
}

/** All that the HTTP side is given; it opens, starts and schedules nothing itself. */
export interface HttpDeps {
  /** Read-only connection: pages never wait for a writer. */
  readonly read: Db;
  readonly write: Db;
  readonly queue: Queue;
  /** Where files wait to be imported. */
  readonly inbox: Inbox;
  readonly bus: Bus;
  readonly sources: ReadonlyMap<string, Source>;
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly playbooks: readonly Playbook[];
  /** Crises to rehearse. */
  readonly scenarios: readonly Scenario[];
  /** For previews: what would be found under other settings. */
  readonly detectors: readonly Detector[];
  readonly log: HttpLog;
  now(): Instant;
  readonly access: Access;
  /** Seals links in messages, until there is one of its own (`readSealKey`). */
  readonly passKey: Buffer;
  readonly version: string;
  /** Folder of the built pages. */
  readonly webRoot: string;
  readonly workers: Workers;
}
