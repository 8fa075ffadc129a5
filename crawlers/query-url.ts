/** An address with a query; what is undefined or empty is left out of it. */
export function queryUrl(
  address: string,
  asked: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined && value !== '') query.set(name, String(value));
  return `${address}?${query}`;
}
