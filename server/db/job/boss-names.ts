/** Where pg-boss keeps its tables, which it makes itself. */
export const BOSS_SCHEMA = 'tingchao_jobs';
/** The queue of pg-boss that dead jobs lie in. */
export const DEAD_QUEUE = 'dead';
