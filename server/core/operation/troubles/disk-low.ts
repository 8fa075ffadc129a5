import { byteWords } from '../../byte-words.ts';
import type { TroubleCheck } from '../operational-trouble.ts';

const GIB = 1024 ** 3;
/** Bytes: with less no import and no copy of the database can be relied on. */
export const MIN_FREE_BYTES = GIB;
/** 0..1 of the file system. */
export const MIN_FREE_SHARE = 0.05;
/** So many times as much as that must be free again before it is over. */
const CALM = 1.2;

/** The file system of the data folder is nearly full: when it is, nothing is stored any more. */
export const diskLow: TroubleCheck<'disk-low'> = {
  kind: 'disk-low',
  find({ disk }, isOpen) {
    if (disk === null) return null;
    const { freeBytes, totalBytes } = disk;
    const need = Math.max(MIN_FREE_BYTES, MIN_FREE_SHARE * totalBytes);
    const low = freeBytes < need * (isOpen('data') ? CALM : 1);
    return low ? [{ kind: 'disk-low', subject: 'data', detail: { freeBytes, totalBytes } }] : [];
  },
  words: ({ freeBytes, totalBytes }) => ({
    title: '磁盘快满了',
    what: `数据盘只剩 ${byteWords(freeBytes)}（${((freeBytes / totalBytes) * 100).toFixed(1)}%）`,
    next: '清理或扩大磁盘；写满之后新内容存不进来，预警也发不出去。',
  }),
};
