/** Words of the jobs that came to nothing. */
export const zhJobs = {
  jobs: {
    dead: (n: string) => `${n} 项后台任务没有完成`,
    hint: '已经试到上限，或者再试也不会成功，所以停了下来。原因排除后可以重试，不需要的可以丢弃；满 30 天自动清除。',
    tries: (n: string) => `试了 ${n} 次`,
    replay: '重试',
    replayAll: '全部重试',
    drop: '丢弃',
    dropSure: '确认丢弃',
    detail: '技术细节',
    waiting: (n: string) => `${n} 项已重新排队。`,
    known: '同样的任务已经在排队，没有重复添加。',
    dropped: (n: string) => `已丢弃 ${n} 项。`,
    more: (n: string) => `另有 ${n} 项没有列出。`,
  },
};

export const zhJobCodes = {
  job: {
    deliver: '发送通知',
    'release-held': '补发暂缓的通知',
    detect: '检测异常',
    ingest: '入库推送的内容',
    'configure-readers': '启用新的标注模型',
    'check-feeds': '检查来源状态',
    'group-stories': '归并事件',
    crawl: '读取来源',
    'import-file': '导入文件',
    'withdraw-import': '撤回导入',
    'erase-posts': '按请求删除',
    rematch: '按监测方案重新匹配',
    reread: '重新判读已存内容',
    prune: '清理到期内容',
  },
  /** Said of a job, these mean something else than in answer to a person. */
  jobWhy: {
    worker_ended: '执行任务的进程中断了',
    internal: '程序出错',
    not_found: '要处理的对象已经不在了',
    conflict: '与别的改动冲突',
    busy: '系统太忙，没能处理',
    no_database: '数据库连不上',
    transaction_hung: '写入中途停住了，已撤销',
    disk_full: '磁盘已满',
  },
};
