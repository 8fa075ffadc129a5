import { groupsUndone, type JobGroup } from '../../job/job-groups.ts';
import type { TroubleCheck } from '../operational-trouble.ts';

const WORDS: Readonly<Record<JobGroup, string>> = {
  alerts: '检测与发送预警',
  crawl: '读取来源',
  ingest: '入库推送与导入的内容',
  analysis: '归并事件与回放',
  care: '清理到期内容',
};

/** Workers live, but none of them does some of the work: it would wait for ever. */
export const noWorker: TroubleCheck<'no-worker'> = {
  kind: 'no-worker',
  find: ({ done }) =>
    done === null
      ? null
      : groupsUndone(done).map((group) => ({ kind: 'no-worker', subject: group, detail: { group } })),
  words: ({ group }) => ({
    title: `没有进程在做“${WORDS[group]}”`,
    what: `现有的后台进程都不做“${WORDS[group]}”，这类任务会一直排队`,
    next: `启动 tingchao worker，或在 --jobs 里加上 ${group}。`,
  }),
};
