/** Whether a fault says that a unique key of this table holds such a row already. */
export function isTaken(fault: unknown, table: string): boolean {
  if (!(fault instanceof Error)) return false;
  if (fault.message.startsWith(`UNIQUE constraint failed: ${table}.`)) return true;
  // PostgreSQL's code of a unique violation, with the table it names.
  return 'code' in fault && fault.code === '23505' && 'table' in fault && fault.table === table;
}
