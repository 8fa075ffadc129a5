import { createHash } from 'node:crypto';

const NAMED_FROM = 3;
/** Each connection keeps a plan for each name. */
const MAX_NAMED_STATEMENTS = 256;
const MAX_SEEN_STATEMENTS = 2_000;
/** With more parameters it is a list of values, whose length rarely comes again. */
const MAX_VALUES = 40;
/** Full text: the best way depends on how common the words are, so each is planned for itself. */
const BY_VALUES = /@@/;

/**
 * Names of the statements that come again to one database: the same on all of its connections. A name is made of the
 * text alone: where a pooler lends one connection to several processes in turn, it stands for no other statement.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  /** How often others came so far. */
  readonly #seen = new Map<string, number>();
  /** How often each got a new name. */
  readonly #renamed = new Map<string, number>();
  #stopped = false;

  /**
   * The name to prepare a statement under, so that PostgreSQL plans it a few times and then no more: across
   * monthly partitions planning costs more than most reads. Null for what does not come often, and for what
   * takes no parameters, such as `begin`.
   */
  of(text: string, values: readonly unknown[]): string | null {
    if (this.#stopped) return null;
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (values.length === 0 || values.length > MAX_VALUES || this.#names.size >= MAX_NAMED_STATEMENTS)
      return null;
    if (BY_VALUES.test(text)) return null;
    const times = (this.#seen.get(text) ?? 0) + 1;
    if (times < NAMED_FROM) {
      if (this.#seen.size >= MAX_SEEN_STATEMENTS) this.#seen.clear();
      this.#seen.set(text, times);
      return null;
    }
    this.#seen.delete(text);
    return this.#nameAnew(text);
  }

  /** From here on it is prepared under another name, on every connection, unless another has seen to that before. */
  rename(text: string, outdated: string): void {
    if (this.#names.get(text) !== outdated) return;
    this.#renamed.set(text, (this.#renamed.get(text) ?? 0) + 1);
    this.#nameAnew(text);
  }

  /** From here on nothing is named: a connection of ours is not always the same one of the server. */
  stop(): void {
    this.#stopped = true;
  }

  #nameAnew(text: string): string {
    const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 40)}_${this.#renamed.get(text) ?? 0}`;
    this.#names.set(text, name);
    return name;
  }
}

/** Whether a statement was prepared before its table got other columns. */
export function isOutdatedPlan(fault: unknown): boolean {
  return (
    fault instanceof Error &&
    'code' in fault &&
    fault.code === '0A000' &&
    /^cached plan must not change/.test(fault.message)
  );
}

/** Prepared by somebody else before, or on another connection: a pooler between us and the server lends them in turn. */
const LENT = /^(42P05|26000)$/;

/** Whether a connection of ours is now this one of the server's and now that one, so that no name holds. */
export function isLentInTurn(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && LENT.test(String(fault.code));
}
