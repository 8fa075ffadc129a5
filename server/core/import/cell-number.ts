/** 1,234 and 1.2万 are numbers, `-` and `无` are none; null when it is something else. */
export function asNumber(value: unknown): number | null | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const text = value
    .normalize('NFKC')
    .replace(/[,\s]/g, '')
    .replace(/[星分条次赞]$/, '');
  if (/^(|-+|无|暂无|null|none|nan|n\/a)$/i.test(text)) return undefined;
  const found = /^([+-]?\d+(?:\.\d+)?)([万亿wk])?\+?$/i.exec(text);
  if (found === null) return null;
  const unit = { 万: 1e4, w: 1e4, 亿: 1e8, k: 1e3 }[found[2]?.toLowerCase() ?? ''] ?? 1;
  return Number(found[1]) * unit;
}
