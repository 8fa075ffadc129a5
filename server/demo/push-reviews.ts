import { AppError } from '../core/errors.ts';
import type { Instant } from '../core/time.ts';
import { grocerReviews } from './grocer/reviews.ts';

/** Pushes the grocer's reviews, as a merchant's own program would, with a token made for it. */
export async function pushReviews(url: string, now: Instant): Promise<void> {
  const { token } = await post<{ token: string }>(`${url}/api/ingest-tokens`, { name: '演示·商家评价' });
  await post(`${url}/api/ingest`, { posts: grocerReviews(now) }, { authorization: `Bearer ${token}` });
}

async function post<T>(url: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new AppError('internal', `${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
