import { type Context, Hono } from 'hono';
import { groupsUndone } from '../../core/job/job-groups.ts';
import { type Instant, SECOND } from '../../core/time.ts';
import { answers } from '../../db/engine/answers.ts';
import type { HttpDeps } from '../deps.ts';
import { FRESH_WORKER, isDiskFull } from '../full-disk.ts';
import { isLoggedIn } from '../identify.ts';

const ANSWER = 2 * SECOND;
/** Anybody may ask, as often as they like: the database is asked once in so long. */
const ASKED_EVERY = SECOND;

/** What is missing, for a program that watches over us. */
type Lack = 'no_database' | 'no_worker' | 'disk_full';

/**
 * Three answers for whoever asks, logged in or not. `/health`: is the process up, which version, who works where
 * (for those who are logged in). `/ready/pages`: does the database answer too: then a proxy may send people here.
 * `/ready`: is all work done by somebody, and is there room for it: then nothing is missed. The last two are 503 with
 * a code where not.
 */
export function healthRoutes(deps: HttpDeps) {
  const database = createLook(deps);
  const lack = (): Lack | null => {
    const living = deps.workers.living(FRESH_WORKER);
    // One that only forgets what is old collects nothing, however well it is.
    if (groupsUndone(living.flatMap(({ jobs }) => jobs)).length > 0) return 'no_worker';
    return isDiskFull(deps) ? 'disk_full' : null;
  };
  /** `/health` says that the process is up without the database, even while that does not answer. */
  const knows = async (c: Context) => (await database()) && isLoggedIn(c, deps);
  const answer = (c: Context, lacking: Lack | null) => {
    c.header('Cache-Control', 'no-store');
    return lacking === null ? c.json({ ok: true }) : c.json({ ok: false, code: lacking }, 503);
  };
  return new Hono()
    .get('/health', async (c) =>
      c.json({
        ok: true,
        version: deps.version,
        now: deps.now(),
        role: { worker: { lastSeenAt: deps.workers.lastSeenAt() } },
        ...((await knows(c)) ? { workers: deps.workers.living() } : {}),
      }),
    )
    .get('/ready/pages', async (c) => answer(c, (await database()) ? null : 'no_database'))
    .get('/ready', async (c) => answer(c, (await database()) ? lack() : 'no_database'));
}

/** Asks the database, and repeats its answer to whoever asks within the next moment. */
function createLook(deps: Pick<HttpDeps, 'read' | 'now'>): () => Promise<boolean> {
  let last: { readonly at: Instant; readonly answer: Promise<boolean> } | null = null;
  return () => {
    const at = deps.now();
    // A clock that was set back must not keep an old answer.
    if (last === null || Math.abs(at - last.at) >= ASKED_EVERY)
      last = { at, answer: answers(deps.read, ANSWER) };
    return last.answer;
  };
}
