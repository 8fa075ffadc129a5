import { type Context, Hono } from 'hono';
import { type Instant, SECOND } from '../../core/time.ts';
import { answers } from '../../db/engine/answers.ts';
import type { HttpDeps } from '../deps.ts';
import { isLoggedIn } from '../login.ts';

/** A worker speaks every five seconds. One that is started again, or followed by another, is not missed yet. */
const FRESH = 45 * SECOND;
const ANSWER = 2 * SECOND;
/** Anybody may ask, as often as they like: the database is asked once in so long. */
const ASKED_EVERY = SECOND;

/** What is missing, for a program that watches over us. */
type Lack = 'no_database' | 'no_worker';

/**
 * Three answers for whoever asks, logged in or not. `/health`: is the process up, which version, who works where
 * (for those who are logged in). `/ready/pages`: does the database answer too: then a proxy may send people here.
 * `/ready`: does somebody work too: then nothing is missed. The last two are 503 with a code where not.
 */
export function healthRoutes(deps: HttpDeps) {
  const database = createLook(deps);
  const works = () => {
    const seenAt = deps.workers.lastSeenAt();
    return seenAt !== null && deps.now() - seenAt <= FRESH;
  };
  /** That the process is up is told without the database, also where that is silent. */
  const knows = async (c: Context) => (await database()) && isLoggedIn(c, deps);
  const tell = (c: Context, lack: Lack | null) => {
    c.header('Cache-Control', 'no-store');
    return lack === null ? c.json({ ok: true }) : c.json({ ok: false, code: lack }, 503);
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
    .get('/ready/pages', async (c) => tell(c, (await database()) ? null : 'no_database'))
    .get('/ready', async (c) => tell(c, !(await database()) ? 'no_database' : works() ? null : 'no_worker'));
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
