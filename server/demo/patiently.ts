import { setTimeout } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';

const RETRY_MS = 2_000;
const MAX_TRIES = 60;

/** Asks the demo's own server; a machine that is busy with the past takes it later. */
export async function patiently<T>(...request: Parameters<typeof post>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await post<T>(...request);
    } catch (fault) {
      if (tries === MAX_TRIES || !(fault instanceof AppError && fault.code === 'busy')) throw fault;
      await setTimeout(RETRY_MS);
    }
  }
}

async function post<T>(url: string, body: object | string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  // 409: what was asked before is still under way.
  if (answer.status === 503 || answer.status === 409) throw new AppError('busy', `${url} is busy`);
  if (!answer.ok) throw new AppError('internal', `${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
