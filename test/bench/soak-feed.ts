/** A feed as it stands at a moment: it keeps all its items, so that nothing is lost to a page too short. */
export interface SoakFeed {
  readonly path: string;
  readonly items: readonly { readonly id: string; readonly text: string; readonly at: number }[];
}

const SUBJECTS = [
  '三号楼暖气不热',
  '客服热线没人接',
  '登录转账总是失败',
  '物业收费涨价',
  '师傅上门很快，点个赞',
];

/** The first item lies there from the start; a new one comes every `itemEvery` ms. */
export function feedAt(host: number, feed: number, since: number, itemEvery: number, now: number): SoakFeed {
  const count = 1 + Math.max(0, Math.floor((now - since) / itemEvery));
  const items = Array.from({ length: count }, (_, place) => {
    const id = `h${host}-f${feed}-i${place}`;
    const subject = SUBJECTS[(host + feed + place) % SUBJECTS.length];
    return { id, text: `${subject}，小区${host}号，第${feed}栏第${place}条`, at: since + place * itemEvery };
  });
  return { path: `/feed/${feed}.xml`, items };
}

export function rssOf({ items }: SoakFeed): string {
  const rows = items.toReversed().map(
    ({ id, text, at }) => `<item><guid isPermaLink="false">${id}</guid><title>${id}</title>
<description>${text}</description><pubDate>${new Date(at).toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>soak</title>${rows.join('')}</channel></rss>`;
}
