const STEPS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, 千: 1e3, 万: 1e4, w: 1e4, 亿: 1e8 };

/**
 * A count as pages show it: 132, "1,234", "1.2k", "947.6万", "3亿", "100万+" (then the least it can be).
 * @returns undefined where no count is shown ("", "赞", null)
 */
export function readCount(shown: unknown): number | undefined {
  if (typeof shown === 'number') return Number.isFinite(shown) && shown >= 0 ? shown : undefined;
  if (typeof shown !== 'string') return undefined;
  const found = /^(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?) ?([km千万w亿])?\+?$/i.exec(
    shown.normalize('NFKC').trim(),
  );
  if (found === null) return undefined;
  const step = STEPS[found[2]?.toLowerCase() ?? ''] ?? 1;
  return Math.round(Number(found[1]?.replaceAll(',', '')) * step);
}
