/** Jobs that came to nothing. */
export const enJobs = {
  jobs: {
    dead: (n: string) => `${n} background jobs not done`,
    hint: 'They were tried as often as allowed, or trying again would not help, so they stopped. Retry them once the cause is gone, or drop what is no longer needed; after 30 days they are cleared.',
    tries: (n: string) => `tried ${n} ×`,
    replay: 'Retry',
    replayAll: 'Retry all',
    drop: 'Drop',
    dropSure: 'Really drop',
    detail: 'Technical detail',
    waiting: (n: string) => `${n} waiting again.`,
    known: 'The same job is waiting already; it was not added twice.',
    dropped: (n: string) => `${n} dropped.`,
    more: (n: string) => `${n} more are not listed.`,
  },
};

export const enJobCodes = {
  job: {
    deliver: 'Send notifications',
    'release-held': 'Tell what was held',
    detect: 'Look for anomalies',
    ingest: 'Store what was pushed',
    'configure-readers': 'Take a new overlay into use',
    'check-feeds': 'Check the state of feeds',
    'group-stories': 'Group posts into stories',
    crawl: 'Read a feed',
    'import-file': 'Import a file',
    'withdraw-import': 'Withdraw an import',
    'erase-posts': 'Delete on request',
    rematch: 'Match a watch anew',
    reread: 'Read stored content anew',
    prune: 'Clear what is too old',
  },
  jobWhy: {
    worker_ended: 'the process that ran it ended',
    internal: 'an error in the program',
    not_found: 'what it was about is gone',
    conflict: 'it met another change',
    busy: 'the system was too busy',
    no_database: 'the database could not be reached',
    transaction_hung: 'it hung in the middle of writing',
    disk_full: 'the disk was full',
  },
};
