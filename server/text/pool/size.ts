import { availableParallelism } from 'node:os';

/** Each thread holds some 150 MB of dictionaries and models: beyond these the memory is worth more than the speed. */
const MAX_THREADS = 8;

/** For a command that does nothing but read. */
export function threadsOfAllCores(): number {
  return Math.min(MAX_THREADS, availableParallelism());
}

/** For a server, one of whose cores answers pages and writes. */
export function threadsBesideServer(): number {
  return Math.min(MAX_THREADS, Math.max(1, availableParallelism() - 1));
}
