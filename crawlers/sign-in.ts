import type { Asking, FetchResult, SourceIO } from '../server/core/feed/source.ts';
import { asObject, asText, type JsonObject, parseJson } from './json/json.ts';
import { classifyWall } from './walls.ts';

/** A token, or the answer that came in its place: the run's first and last result. */
export type SignedIn = { readonly token: string } | { readonly refused: FetchResult };

/**
 * Asks an interface for a token with the credentials its operator gave out. The answer itself never
 * becomes a page: pages are kept, shown and read, and a token is none of their business.
 * @param tokenOf the token in the answer, undefined when there is none
 */
export async function signIn(
  io: SourceIO,
  url: string,
  asking: Asking,
  tokenOf: (answer: JsonObject) => unknown,
): Promise<SignedIn> {
  const result = await io.get(url, { accept: 'application/json', ...asking });
  if (result.kind !== 'page') return { refused: result };
  const { page, bytes } = result;
  const answer = asObject(parseJson(page.body));
  const token = answer === null ? undefined : asText(tokenOf(answer));
  if (token !== undefined) return { token };
  // Only a code is repeated: the rest of an answer to credentials might quote them.
  const code = asText(answer?.error) ?? '';
  const why = /^[\w. -]{1,60}$/.test(code) ? `: ${code}` : '';
  const wall =
    classifyWall(page)?.wall ?? (answer === null ? 'not-json' : why === '' ? 'shape-changed' : 'login-wall');
  return { refused: { kind: 'wall', wall, detail: `no token was given${why}`, bytes } };
}
