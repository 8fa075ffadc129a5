import { asObject, asText, type JsonObject } from './json/json.ts';

/**
 * Topics or replies as V2EX's API names their fields, from the API itself or from a node's JSON Feed.
 * @returns null for anything else
 */
export function v2exRows(value: unknown): readonly JsonObject[] | null {
  if (Array.isArray(value)) return value.map((row) => asObject(row) ?? {});
  const feed = asObject(value);
  if (!asText(feed?.version)?.includes('jsonfeed') || !Array.isArray(feed?.items)) return null;
  return feed.items.map((each) => {
    const item = asObject(each);
    const link = asText(item?.url);
    return {
      id: /\/t\/(\d+)/.exec(asText(item?.id) ?? link ?? '')?.[1],
      title: item?.title,
      url: link,
      content_rendered: item?.content_html,
      created: item?.date_published,
      member: { username: asObject(item?.author)?.name },
      // A link into a topic leads to its last reply, by number.
      replies: /#reply(\d+)$/.exec(link ?? '')?.[1],
    };
  });
}
