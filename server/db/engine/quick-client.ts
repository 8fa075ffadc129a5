import { Client, type QueryResult } from 'pg';
import { CopyIn, isCopy } from './copy-in.ts';
import { isLentInTurn, isOutdatedPlan, type StatementNames } from './statement-names.ts';

/** What takes its time by its nature, most of all in a migration. */
const LONG_BY_NATURE = /^\s*(create|alter|drop|truncate|analyze|vacuum|reindex|cluster)\b/i;

type Query = (...each: readonly unknown[]) => unknown;
type Answer = Promise<QueryResult>;

/** Looks like any other connection that was lost. */
const silence = (ms: number) =>
  Object.assign(new Error(`no answer from the database within ${ms} ms`), { code: 'ETIMEDOUT' });

const CHECK_MS = 10_000;

/** What the client has beside what its types say. */
interface Connected {
  readonly connection: { readonly stream: { destroy(fault: Error): void } };
  /** Of the server's process that greeted it. */
  readonly processID: number | null;
}

/**
 * Waits for the answer to a statement; without one in time the client's connection is given up. An answer that came
 * while this thread was held up is read first.
 */
async function limitAnswer<Answer>(client: Client, answer: Promise<Answer>, ms: number): Promise<Answer> {
  let open = true;
  const giveUp = () => {
    // The connection is broken before anybody hears of it: nobody is lent it any more.
    if (open) (client as unknown as Connected).connection.stream.destroy(silence(ms));
  };
  const timer = setTimeout(() => setImmediate(giveUp), ms);
  try {
    return await answer;
  } finally {
    open = false;
    clearTimeout(timer);
  }
}

/**
 * To be asked of each new connection. The server ends a statement whose asker has gone, where its system shows it
 * that: it would keep what it holds. It looks as often as its asker may give up.
 * @param answerMs how long the asker waits for any answer; null: however long it takes
 */
export async function endAbandoned(client: Pick<Client, 'query'>, answerMs: number | null): Promise<void> {
  const every = Math.min(CHECK_MS, answerMs ?? CHECK_MS);
  await client.query(`set client_connection_check_interval = ${Math.ceil(every)}`, []).catch(() => {});
}

/**
 * Whether the one who greeted us is the one who answers: a pooler such as PgBouncer greets by itself, and lends the
 * server's connections to its clients in turn.
 */
export async function isServersOwn(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid', []);
  return rows[0]?.pid === (client as unknown as Connected).processID;
}

type Done = (fault: unknown, result?: unknown) => void;

/**
 * The driver's client, with an end to waiting for any answer. Unlike its own `query_timeout` that one hears answers
 * which came in time, and hangs up.
 */
export class BoundedClient extends Client {
  /** null: however long it takes. */
  answerMs: number | null = null;

  constructor(...given: ConstructorParameters<typeof Client>) {
    super(...given);
    const plain = this.query.bind(this) as Query;
    const query = (...each: readonly unknown[]): unknown => {
      if (this.answerMs === null) return plain(...each);
      const done = each.at(-1);
      if (typeof done !== 'function')
        return limitAnswer(this, plain(...each) as Promise<unknown>, this.answerMs);
      const answer = new Promise((resolve, reject) => {
        plain(...each.slice(0, -1), (fault: unknown, result: unknown) =>
          fault ? reject(fault) : resolve(result),
        );
      });
      return this.#callBack(limitAnswer(this, answer, this.answerMs), done as Done);
    };
    this.query = query as typeof this.query;
  }

  #callBack(answer: Promise<unknown>, done: Done): void {
    answer.then(
      (result) => done(undefined, result),
      (fault) => done(fault),
    );
  }
}

/**
 * The driver's client, with three things that it leaves to its user: `copy … from stdin` with what `copyLines` made
 * as its only parameter, names for the statements that come often, and an end to waiting for an answer: a peer that
 * is gone without a word while it is asked is not missed by anybody else.
 */
export class QuickClient extends Client {
  /** How long a statement may take, unless it takes its time by nature; then its connection is given up. */
  answerMs: number | null = null;
  /** Those of the database, for all of its connections; null: nothing is named. */
  names: StatementNames | null = null;

  constructor(...given: ConstructorParameters<typeof Client>) {
    super(...given);
    const plain = this.query.bind(this) as Query;
    const query = (...each: readonly unknown[]): unknown => {
      const [text, values] = each;
      if (typeof text !== 'string' || !Array.isArray(values)) return plain(...each);
      const answer = isCopy(text) ? copy(plain, text, values) : this.#ask(plain, text, values);
      return this.answerMs === null || LONG_BY_NATURE.test(text)
        ? answer
        : limitAnswer(this, answer, this.answerMs);
    };
    this.query = query as typeof this.query;
  }

  async #ask(plain: Query, text: string, values: readonly unknown[]): Answer {
    const name = this.names?.of(text, values) ?? null;
    if (name === null) return plain(text, values) as Answer;
    const alone = this.getTransactionStatus() === 'I';
    try {
      return await (plain({ name, text, values }) as Answer);
    } catch (fault) {
      if (isLentInTurn(fault)) this.names?.stop();
      else if (isOutdatedPlan(fault)) this.names?.rename(text, name);
      else throw fault;
      // The transaction it was part of is lost.
      if (!alone) throw fault;
      return plain(text, values) as Answer;
    }
  }
}

function copy(plain: Query, text: string, values: readonly unknown[]): Answer {
  const lines = new CopyIn(text, String(values[0]));
  plain(lines);
  return lines.done;
}
