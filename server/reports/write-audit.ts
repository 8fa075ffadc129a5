import type { AuditRow } from '../core/screens/access.ts';
import { csvLine } from './write-csv.ts';

const COLUMNS = ['编号', '时间', '谁', '角色', '操作', '对象', '详情', '校验值'];

/**
 * The log of changes as a CSV file, piece by piece: UTF-8 with BOM, CRLF, formulas disarmed, times in ISO 8601. The seal
 * of the last row proves all before it: whoever keeps the file can tell whether rows were taken off the end since.
 */
export async function* auditLines(
  rows: AsyncIterable<AuditRow & { readonly seal: string }>,
): AsyncGenerator<string> {
  yield `\ufeff${csvLine(COLUMNS)}`;
  for await (const { id, at, who, role, action, objectId, detail, seal } of rows)
    yield csvLine([id, new Date(at).toISOString(), who, role, action, objectId, detail, seal]);
}
