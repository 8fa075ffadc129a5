/**
 * Crawled text is never a formula, as in `server/reports/export-cells.ts`: an apostrophe in front makes it text
 * in every spreadsheet. Numbers are left as they are, negative ones too.
 */
function guardFormula(text: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** Rows as CSV with a byte order mark, so that Excel opens Chinese as Chinese. */
export function csvOf(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const cell = (value: string | number | null): string => {
    const text = typeof value === 'string' ? guardFormula(value) : String(value ?? '');
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
