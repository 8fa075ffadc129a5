import { request } from 'node:http';
import { expect, test } from 'vitest';
import { addAccount } from '../../server/flows/access/edit-accounts.ts';
import { cookiesOf, enter, makeAccount, PASSWORD } from './accounts.ts';
import { type Answer, faultOf, type Served, serveHttp } from './serve.ts';

/** Somebody whose password takes as long to be looked at as they do. */
const makeSlow = ({ db }: Served, name: string) =>
  addAccount({ db, now: Date.now, hasToken: false }, { name, role: 'admin', password: PASSWORD });

const crowd = (served: Served, size: number): readonly Promise<Answer>[] =>
  Array.from({ length: size }, (_, n) => enter(served, `某人${n}`, 'a wrong guess'));

test('a crowd of guessers is told to come back, and keeps nobody out whose browser is known', async () => {
  const served = await serveHttp();
  await makeSlow(served, '王敏');
  const known = cookiesOf(await enter(served, '王敏'));
  const guesses = crowd(served, 40);
  const first = await Promise.race(guesses);
  expect(first.status).toBe(503);
  expect(faultOf(first)).toMatchObject({ code: 'busy', details: { crowded: true, retryAfterSeconds: 5 } });
  expect(first.headers['retry-after']).toBe('5');
  let answered = 0;
  for (const guess of guesses) void guess.then(({ status }) => status === 401 && answered++);
  expect((await enter(served, '王敏', PASSWORD, known)).status).toBe(200);
  // It did not stand behind those who wait.
  expect(answered).toBeLessThan(9);
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(9);
  expect(statuses.filter((status) => status === 503)).toHaveLength(31);
});

test('whoever has hung up is not waited for, and has not guessed', async () => {
  const served = await serveHttp();
  await makeAccount(served, '王敏', 'admin');
  const { port } = new URL(served.url);
  const nobody = '没有这个人';
  const sent = Array.from({ length: 12 }, () => {
    const one = request({ host: '127.0.0.1', port, path: '/api/login', method: 'POST' });
    one.setHeader('content-type', 'application/json').on('error', () => {});
    one.end(JSON.stringify({ name: nobody, password: 'a wrong guess' }));
    return one;
  });
  // One is looked at, eight wait, and these are told to come back.
  await new Promise<void>((resolve) => {
    let told = 0;
    for (const one of sent)
      one.on('response', (answer) => answer.statusCode === 503 && ++told === 3 && resolve());
  });
  const closed = sent.map((one) => new Promise((resolve) => one.on('close', resolve)));
  for (const one of sent) one.destroy();
  await Promise.all(closed);
  const from = performance.now();
  expect((await enter(served, '王敏')).status).toBe(200);
  const took = performance.now() - from;
  const since = performance.now();
  for (let n = 0; n < 3; n++) expect((await enter(served, nobody, 'a wrong guess')).status).toBe(401);
  // At most the one that was being looked at stood before it, of nine.
  expect(took).toBeLessThan(performance.now() - since);
});
