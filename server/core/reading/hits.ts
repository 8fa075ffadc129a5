/**
 * Every hit of a global pattern that never matches nothing, ascending. `matchAll` copies the pattern for each text,
 * which costs several times what most searches do.
 */
export function hitsOf(pattern: RegExp, text: string): RegExpExecArray[] {
  const hits: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let hit = pattern.exec(text); hit !== null; hit = pattern.exec(text)) hits.push(hit);
  return hits;
}
