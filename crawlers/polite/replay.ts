import ipaddr from 'ipaddr.js';
import { AppError } from '../../server/core/errors.ts';

/** Origins that are played from loopback: `{ 'https://top.baidu.com': 'http://127.0.0.1:8123' }`. */
export type Replay = Readonly<Record<string, string>>;

/**
 * Where to connect instead, for demonstrations and tests that run the real crawlers over recorded
 * pages: addresses, robots.txt, queues and memory stay those of the original, only the bytes come from
 * a server on this machine, which finds the original in the Host header.
 * @throws AppError bad_config when a target is not on loopback: it must never become a way out
 */
export function createReplay(replay: Replay): (url: URL) => URL | null {
  for (const [origin, target] of Object.entries(replay)) {
    const host = URL.parse(target)?.hostname.replace(/^\[|\]$/g, '') ?? '';
    if (!ipaddr.isValid(host) || ipaddr.parse(host).range() !== 'loopback') {
      throw new AppError('bad_config', `replay of ${origin} must come from loopback, not ${target}`);
    }
  }
  return (url) => {
    const target = replay[url.origin];
    return target === undefined ? null : new URL(`${url.pathname}${url.search}`, target);
  };
}
