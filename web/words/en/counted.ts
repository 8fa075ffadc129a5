/** `1 post`, `2 posts`: the count as it is shown, and what is counted. */
export function counted(n: number | string, one: string, many = `${one}s`): string {
  return `${n} ${isOne(n) ? one : many}`;
}

/** Whether a count, as it is shown, is one. */
export function isOne(n: number | string): boolean {
  return String(n) === '1';
}
