import { asText, parseJson } from './json.ts';

/** The form body of one call to a page's own batch interface: JSON in JSON, the question as text. */
export function batchCall(rpc: string, question: unknown): string {
  const frames = [[[rpc, JSON.stringify(question), null, 'generic']]];
  return `f.req=${encodeURIComponent(JSON.stringify(frames))}`;
}

/** The frames of an answer, behind their guard against being run as a script; undefined: not JSON. */
export function batchFrames(body: string): unknown {
  return parseJson(body.replace(/^\)\]\}'\s*/, ''));
}

/**
 * What a call was answered: a value, or the error that stands in its place.
 * @returns null when the call was not answered at all
 */
export function batchAnswer(
  frames: unknown,
  rpc: string,
): { readonly value: unknown } | { readonly error: string } | null {
  const frame = list(frames).find((each) => list(each)[0] === 'wrb.fr' && list(each)[1] === rpc);
  if (frame === undefined) return null;
  const said = asText(list(frame)[2]);
  if (said !== undefined) return { value: parseJson(said) };
  return { error: JSON.stringify(list(frame)[5] ?? null).slice(0, 200) };
}

/** The value as a list; anything else is an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
