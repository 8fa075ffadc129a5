import type { JobKind } from '../../job/job.ts';
import { duration } from '../../quantity-words.ts';
import { HOUR, MINUTE } from '../../time.ts';
import type { TroubleCheck } from '../operational-trouble.ts';

/**
 * Milliseconds that the oldest due job of a kind may wait. What rings is missed after minutes; what runs one
 * at a time and takes long may well wait for the one before.
 */
export const MAX_WAIT_MS: Readonly<Record<JobKind, number>> = {
  deliver: 3 * MINUTE,
  detect: 5 * MINUTE,
  'test-channel': 3 * MINUTE,
  preview: 3 * MINUTE,
  'preview-watch': 5 * MINUTE,
  replay: 30 * MINUTE,
  'suggest-setting': 30 * MINUTE,
  ingest: 10 * MINUTE,
  'inspect-import': 10 * MINUTE,
  'inspect-survey': 10 * MINUTE,
  'keep-survey': 10 * MINUTE,
  'configure-readers': 30 * MINUTE,
  'train-overlay': HOUR,
  'check-feeds': 10 * MINUTE,
  'group-stories': 20 * MINUTE,
  crawl: 20 * MINUTE,
  'import-file': 6 * HOUR,
  'withdraw-import': 6 * HOUR,
  'erase-posts': 6 * HOUR,
  rematch: 2 * HOUR,
  reread: 12 * HOUR,
  prune: 12 * HOUR,
  'release-held': 10 * MINUTE,
};

/** Once reported, it is over when the oldest waits for less than this part of the bound. */
const CALM = 0.5;

const WORDS: Readonly<Record<JobKind, string>> = {
  deliver: '发送通知',
  detect: '检测异常',
  'test-channel': '测试渠道',
  preview: '预览来源',
  'preview-watch': '预览监测方案',
  replay: '回放',
  'suggest-setting': '推荐设置',
  ingest: '入库推送的内容',
  'inspect-import': '查看导入文件',
  'inspect-survey': '查看问卷文件',
  'keep-survey': '保存问卷',
  'configure-readers': '启用新的标注模型',
  'train-overlay': '训练标注模型',
  'check-feeds': '检查来源状态',
  'group-stories': '归并事件',
  crawl: '读取来源',
  'import-file': '导入文件',
  'withdraw-import': '撤回导入',
  'erase-posts': '按请求删除',
  rematch: '按监测方案重新匹配',
  reread: '重新判读已存内容',
  prune: '清理到期内容',
  'release-held': '补发暂缓的预警',
};

/** Work that nobody begins. */
export const queueBehind: TroubleCheck<'queue-behind'> = {
  kind: 'queue-behind',
  find: ({ queue }, isOpen) =>
    queue
      .filter(({ kind, oldestMs }) => oldestMs > MAX_WAIT_MS[kind] * (isOpen(kind) ? CALM : 1))
      .map((detail) => ({ kind: 'queue-behind', subject: detail.kind, detail })),
  words: ({ kind, waiting, oldestMs }) => ({
    title: `${WORDS[kind]}排队过久`,
    what: `${waiting} 项“${WORDS[kind]}”在排队，最早的一项已等 ${duration(oldestMs / MINUTE)}`,
    next: '看处理器与磁盘是否吃满，后台进程是否在跑；用 PostgreSQL 时可以再启动一个后台进程。',
  }),
};
