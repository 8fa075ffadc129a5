import type { Context } from 'hono';

/**
 * The fields of a form; null for one that cannot be read. The bytes are read first, so that a body that is too
 * large stays that.
 */
export async function readForm(c: Context): Promise<Readonly<Record<string, string | File>> | null> {
  await c.req.arrayBuffer();
  try {
    return await c.req.parseBody();
  } catch {
    return null;
  }
}
