import type { FetchResult, SourceIO } from '../server/core/feed/source.ts';
import { asObject, asText, parseJson } from './json/json.ts';

/**
 * A stock as cninfo's search takes it, `code,orgId`: as given, or looked up in the site's own list when
 * only the code is given; '' when nothing is. Where it cannot be found, the answer that says why.
 */
export async function findStock(given: string, io: SourceIO): Promise<string | FetchResult> {
  const [code, orgId] = given.split(/[,，\s]+/).filter((part) => part !== '');
  if (code === undefined) return '';
  if (orgId !== undefined) return `${code},${orgId}`;
  const result = await io.get('https://www.cninfo.com.cn/new/data/szse_stock.json', {
    accept: 'application/json',
  });
  if (result.kind !== 'page') return result;
  const list = asObject(parseJson(result.page.body))?.stockList;
  const rows = Array.isArray(list) ? list.map(asObject) : [];
  const found = asText(rows.find((row) => asText(row?.code) === code)?.orgId);
  if (found !== undefined) return `${code},${found}`;
  const wall = rows.length === 0 ? 'shape-changed' : 'gone';
  return { kind: 'wall', wall, detail: `no ${code} in the list of stocks`, bytes: result.bytes };
}
