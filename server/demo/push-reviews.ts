import type { Instant } from '../core/time.ts';
import { grocerReviews } from './grocer/reviews.ts';
import { patiently } from './patiently.ts';

/** Pushes the grocer's reviews, as a merchant's own program would, with a token made for it. */
export async function pushReviews(url: string, now: Instant): Promise<void> {
  const { token } = await patiently<{ token: string }>(`${url}/api/ingest-tokens`, { name: '演示·商家评价' });
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'reviews' };
  await patiently(`${url}/api/ingest`, { posts: grocerReviews(now) }, headers);
}
