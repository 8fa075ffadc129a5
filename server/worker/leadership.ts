import { createFaultThrottle } from '../core/fault-throttle.ts';
import { isPostgres, openDatabase } from '../db/engine/open.ts';
import { holdLeases, releaseLeases } from '../db/job/leader-leases.ts';
import type { Log } from '../log.ts';

/** What only one of all workers may do at a time. */
export type Lead = 'rounds' | 'detect' | 'group-stories';

export interface Leadership {
  leads(lead: Lead): boolean;
  /** Asks at once, then every few seconds, until `stop`. */
  start(): Promise<void>;
  /** Frees them for whoever comes next. */
  stop(): Promise<void>;
}

/** A worker that is gone without a word is followed after this. */
const HOLD_MS = 15_000;
const RENEW_EVERY_MS = 4_000;
/** Given up so much before the database does: no two may think that it is theirs. */
const MARGIN_MS = 3_000;
/** Below the pause between two: after a connection that fell silent there is time for another try before the end. */
const ANSWER_MS = 3_000;

interface LeadershipDeps {
  /** The installation's database: a file or an address. */
  readonly place: string;
  readonly holder: string;
  readonly wanted: readonly Lead[];
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Times are so many times as short: all of them, so that each stands to the others as it does. Absent: 1. */
  readonly pace?: number;
}

/** Where one process does all the work, as on SQLite. */
const ALONE: Leadership = { leads: () => true, start: async () => {}, stop: async () => {} };

/**
 * Leads in what this worker wants to and nobody else does. A lead stays with its holder: what it has learned of the
 * posts and stories so far need not be read again at every turn. It is renewed over a connection of its own: whatever
 * the others wait for, it stays.
 */
export function openLeadership(deps: LeadershipDeps): Leadership {
  const { place, holder, wanted, log, pace = 1 } = deps;
  if (!isPostgres(place)) return ALONE;
  const onLoss = (err: Error) => log.warn({ err }, 'the connection for leads was lost');
  const db = openDatabase(place, { connections: 1, answerMs: ANSWER_MS / pace, onLoss });
  const renewing = createFaultThrottle((fault) => log.warn(fault, 'leads could not be renewed'));
  const until = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let asking: Promise<void> | null = null;
  const leads = (lead: string) => performance.now() < (until.get(lead) ?? 0);
  const ask = async () => {
    const before = wanted.filter(leads);
    const end = performance.now() + (HOLD_MS - MARGIN_MS) / pace;
    const held = await holdLeases(db, wanted, holder, HOLD_MS / pace);
    until.clear();
    for (const lead of held) until.set(lead, end);
    const taken = held.filter((lead) => !before.some((each) => each === lead));
    if (taken.length > 0) log.info({ leads: taken }, 'this worker took on what only one does');
  };
  const askAgain = () => {
    asking ??= ask()
      // The database is away: what is held runs out by itself.
      .then(renewing.succeeded)
      .catch(renewing.failed)
      .finally(() => {
        asking = null;
      });
  };
  return {
    leads,
    async start() {
      await ask();
      timer = setInterval(askAgain, RENEW_EVERY_MS / pace);
    },
    async stop() {
      clearInterval(timer);
      await asking;
      until.clear();
      // Unless the database is away: then they run out by themselves.
      await releaseLeases(db, holder).catch(() => {});
      await db.destroy();
    },
  };
}
