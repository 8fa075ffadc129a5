/**
 * The text of the one JSON value that stands right after `marker` in a script, whatever follows it. It is
 * found by counting brackets outside of strings: a pattern would stop at the first `};` inside a title.
 * @returns null when `marker` with an object or a list after it is not there; '' when the value breaks off
 */
export function jsonAfter(body: string, marker: RegExp): string | null {
  const found = marker.exec(body);
  if (found === null) return null;
  const from = found.index + found[0].length;
  if (body[from] !== '{' && body[from] !== '[') return null;
  const end = endOfValue(body, from);
  return end < 0 ? '' : body.slice(from, end);
}

function endOfValue(body: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < body.length; at += 1) {
    const sign = body[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
