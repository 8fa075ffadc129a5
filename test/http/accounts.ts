import type { Role } from '../../server/core/access/role.ts';
import { addAccount } from '../../server/flows/access/edit-accounts.ts';
import { type Answer, faultOf, getter, type Served } from './serve.ts';

export const PASSWORD = 'a quiet harbour';
/** The usual cost is made to be slow. */
const CHEAP = { N: 16, r: 1, p: 1 };

/** Makes an account with a password of its own. @returns its number */
export async function makeAccount({ db }: Pick<Served, 'db'>, name: string, role: Role): Promise<number> {
  const deps = { db, now: Date.now, hasToken: false, cost: CHEAP };
  return (await addAccount(deps, { name, role, password: PASSWORD })).id;
}

export const enter = (
  { ask }: Served,
  name: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
) => ask('POST', '/api/login', { body: { name, password }, headers });

/** What a browser sends back of the cookies that it was given. */
export function cookiesOf(answer: Answer): { readonly cookie: string } {
  const given = (answer.headers['set-cookie'] ?? []) as string[];
  return { cookie: given.map((cookie) => cookie.split(';')[0]).join('; ') };
}

export interface Person {
  readonly headers: Record<string, string>;
  readonly id: number;
  ask(method: string, at: string, body?: unknown): Promise<Answer>;
  readonly get: Served['get'];
  /** The status, or the code of the fault. */
  does(method: string, at: string, body?: unknown): Promise<number | string>;
}

/** Somebody with an account, logged in. */
export async function person(served: Served, name: string, role: Role): Promise<Person> {
  const id = await makeAccount(served, name, role);
  const headers = cookiesOf(await enter(served, name));
  const ask = (method: string, at: string, body?: unknown) =>
    served.ask(method, at, body === undefined ? { headers } : { headers, body });
  return {
    headers,
    id,
    ask,
    get: getter((at) => ask('GET', at)),
    async does(method, at, body) {
      const answer = await ask(method, at, body);
      return answer.status < 400 ? answer.status : faultOf(answer).code;
    },
  };
}
