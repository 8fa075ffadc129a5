import type { Readable, Writable } from 'node:stream';

/** How long a command holds back; who runs one within a process of their own may not want to wait as long. */
export interface CommandPauses {
  /** Between two requests to a host that was allowed though its address is private. */
  readonly spacingMs?: number;
  /** How long others may take to leave a database. */
  readonly leavingMs?: number;
}

/** What a command may touch of the process it runs in. */
export interface CommandIO {
  readonly stdin: Readable;
  /** Data only: whatever reads it is a program. */
  readonly stdout: Writable;
  /** Progress, faults and logs. */
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Aborted by the first SIGINT or SIGTERM, or, with the fault as its reason, when stdout is gone: finish what is in
   * hand and return.
   */
  readonly signal: AbortSignal;
  /** Absent, as for people: those that every command keeps. */
  readonly pauses?: CommandPauses;
}

/**
 * One command of `tingchao`, one file in `server/cli`; its default export, its file name its name. The file holds its
 * words and reads its arguments. What it loads, the list of commands and every fault in the arguments load too: so
 * whatever needs a library is loaded by `run`, with `await import()`, and has a file in `server/cli/work`.
 */
export interface Command {
  readonly name: string;
  /** One line, as `tingchao help` lists it. */
  readonly summary: string;
  /** What `tingchao NAME --help` prints. */
  readonly help: string;
  /**
   * Takes the words after the command's name; answers with the exit status: 0 when every input was
   * handled, else 1. Throws AppError for what the caller can mend; its message is printed.
   */
  run(args: readonly string[], io: CommandIO): Promise<number>;
}

export function defineCommand(command: Command): Command {
  return command;
}
