const TOKEN = 'tci_…';

/** What a program sends, ready to be pasted into a terminal once the token is filled in. */
export function pushExamples(origin: string, mapping: string) {
  const to = (path: string) =>
    `curl -sS ${origin}/api/ingest${path} \\\n  -H 'Authorization: Bearer ${TOKEN}' \\\n`;
  const post = {
    platform: 'weibo',
    externalId: '5098213',
    url: 'https://weibo.com/1/abc',
    text: '三天了，暖气还是不热',
    author: '住在三楼的人',
    publishedAt: '2026-11-20 08:12:00',
    region: '山东',
    metrics: { likes: 12, comments: 3, reposts: 1, views: 900 },
  };
  const review = { platform: '美团', externalId: 'r-77', text: '等了两个小时', rating: 2 };
  const body = JSON.stringify({ posts: [post, review] }, null, 2);
  return {
    posts: `${to('')}  -H 'Content-Type: application/json' \\\n  -H 'Idempotency-Key: 2026-11-20-0812' \\\n  -d '${body}'`,
    vendor: `${to(`/${encodeURIComponent(mapping)}`)}  -H 'Content-Type: application/json' \\\n  --data-binary @vendor.json`,
    mail: `${to('/mail')}  -H 'Content-Type: message/rfc822' \\\n  --data-binary @message.eml`,
    answer: JSON.stringify(
      {
        received: 2,
        stored: 1,
        known: 0,
        updated: 0,
        refused: 1,
        results: [
          { index: 0, status: 'stored' },
          { index: 1, status: 'refused', code: 'bad-time', message: 'its time cannot be read' },
        ],
      },
      null,
      2,
    ),
  };
}
