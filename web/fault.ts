/** What went wrong with a request: a stable code for the words, the rest for the small print. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
}

export class RequestFault extends Error implements Fault {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    status: number,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Anything caught, as a fault: no way to the server is `offline`, one that never answers `no-answer`. */
export function asFault(error: unknown): Fault {
  if (error instanceof RequestFault) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new RequestFault('no-answer', error.message, 0);
  }
  return new RequestFault('offline', error instanceof Error ? error.message : String(error), 0);
}

/** The fields that a refusal names, by the last part of each name. */
export function faultyFields({ details }: Fault): readonly string[] {
  const faults: readonly unknown[] = Array.isArray(details.faults) ? details.faults : [details];
  const names: readonly unknown[] = Array.isArray(details.names)
    ? details.names
    : faults.map((each) => record(each)?.field);
  const last = names.flatMap((name) => (typeof name === 'string' ? [name.split('.').at(-1) ?? name] : []));
  return [...new Set(last)];
}

/** Reads the body of a refused request; a body that is not ours still yields a fault. */
export function readFault(status: number, body: unknown): RequestFault {
  const error = record(record(body)?.error);
  const code = typeof error?.code === 'string' ? error.code : status === 401 ? 'unauthorised' : 'internal';
  const message = typeof error?.message === 'string' ? error.message : `HTTP ${status}`;
  return new RequestFault(code, message, status, record(error?.details) ?? {});
}

/** Settings that cannot be used as given: what is wrong with each, as a code. */
export function fieldFaults(fault: Fault | undefined): Readonly<Record<string, string>> {
  const faults: readonly unknown[] = Array.isArray(fault?.details.faults) ? fault.details.faults : [];
  return Object.fromEntries(faults.map(record).map((each) => [String(each?.field), String(each?.code)]));
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}
