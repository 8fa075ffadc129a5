import type { Config } from '../config.ts';

/** Milliseconds between two requests to the same host, as everywhere else. */
const SPACING_MS = 1_000;

/** The hosts the crawler may reach although their address is private, as the polite fetcher wants them. */
export function localHostsOf(
  config: Pick<Config, 'allowPrivate'>,
  minInterval = SPACING_MS,
): Readonly<Record<string, { readonly minInterval: number }>> {
  return Object.fromEntries(config.allowPrivate.map((host) => [host, { minInterval }]));
}
