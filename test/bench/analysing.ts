import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
/** Lines after which dictionaries are loaded, code is compiled and every thread works. */
const WARM = 30_000;
const BLOCK = 500;

export interface AnalyseFigures {
  /** Lines a second from the warm-up to the end of the process. */
  readonly perSecond: number;
  /** Memory of the process in MB when so many lines were taken in. */
  readonly rssAt: ReadonlyMap<number, number>;
}

/** Memory of another process in MB; NaN where the system has no such file. */
function rssOf(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1_024;
  } catch {
    return Number.NaN;
  }
}

/** The texts over and over, each time with another ending, as lines of JSON. */
function* blocks(texts: readonly string[], lines: number): Generator<string> {
  for (let from = 0; from < lines; from += BLOCK) {
    let block = '';
    for (let n = from; n < Math.min(lines, from + BLOCK); n++) {
      const round = Math.floor(n / texts.length);
      const text = `${texts[n % texts.length]}${round > 0 ? ` ${round}` : ''}`;
      block += `${JSON.stringify({ id: n, text })}\n`;
    }
    yield block;
  }
}

/**
 * The real command in a process of its own, fed as fast as it takes lines, its answers thrown away.
 * @param looks numbers of lines at which to look at its memory
 */
export async function benchAnalyse(
  texts: readonly string[],
  lines: number,
  threads: number,
  looks: readonly number[] = [],
): Promise<AnalyseFigures> {
  const child = spawn(process.execPath, [MAIN, 'analyse', '--threads', String(threads)], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  const rssAt = new Map<number, number>();
  let fed = 0;
  let warmAt = performance.now();
  for (const block of blocks(texts, lines)) {
    if (!child.stdin.write(block)) await once(child.stdin, 'drain');
    fed += BLOCK;
    if (fed === WARM) warmAt = performance.now();
    if (looks.includes(fed)) rssAt.set(fed, rssOf(child.pid));
  }
  child.stdin.end();
  const [status] = await ended;
  if (status !== 0) throw new Error(`analyse ended with ${status}`);
  const seconds = (performance.now() - warmAt) / 1_000;
  return { perSecond: (lines - WARM) / seconds, rssAt };
}

/** One thread and two, taking turns, so that a neighbour's load hits both alike; the median of each. */
export async function benchThreads(
  texts: readonly string[],
  lines: number,
  rounds = 5,
): Promise<{ readonly one: number; readonly two: number; readonly ratio: number }> {
  const [one, two]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    one.push((await benchAnalyse(texts, lines, 1)).perSecond);
    two.push((await benchAnalyse(texts, lines, 2)).perSecond);
  }
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  return { one: median(one), two: median(two), ratio: median(two) / median(one) };
}
