/** Read on a screen as a sheet, printed on A4. Nothing is loaded from anywhere. */
export const STYLE = `
@page { size: A4; margin: 20mm 18mm; }
* { box-sizing: border-box; }
html { background: #eef0f3; color: #1d2733; font: 15px/1.75 "PingFang SC", "Microsoft YaHei", "微软雅黑",
  "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; text-size-adjust: 100%; }
body { margin: 24px auto; width: min(210mm, calc(100% - 24px)); padding: 18mm 16mm; background: #fff;
  border: 1px solid #dfe3e8; overflow-wrap: anywhere; }
h1, h2, h3, p, table, figure, blockquote { margin: 0; }
h1 { font-size: 26px; line-height: 1.4; text-align: center; }
h2 { margin-top: 30px; padding-bottom: 4px; border-bottom: 1px solid #1d2733; font-size: 18px; }
h3 { margin-top: 18px; font-size: 14px; }
.about { text-align: center; color: #5d6774; font-size: 13px; }
.finding { margin-top: 10px; font-weight: 600; }
.summary { margin-top: 10px; padding-left: 1.4em; }
.summary li { margin-bottom: 4px; }
.remark { margin-top: 8px; padding: 8px 12px; background: #f3f5f7; white-space: pre-line; }
.note { margin-top: 8px; color: #5d6774; font-size: 12px; }
figure { margin-top: 8px; }
svg { display: block; width: 100%; height: auto; }
figcaption { color: #5d6774; font-size: 12px; }
figcaption i { font-style: normal; }
figcaption span { margin-right: 14px; white-space: nowrap; }
.wide { overflow-x: auto; }
table { width: 100%; margin-top: 6px; border-collapse: collapse; border-block: 1px solid #5d6774;
  font-size: 12.5px; line-height: 1.5; table-layout: fixed; }
thead { display: table-header-group; }
th, td { padding: 5px 8px; border-bottom: 1px solid #dfe3e8; text-align: left; vertical-align: top; }
th { background: #f1f3f5; font-weight: 600; }
tr:last-child td { border-bottom: 0; }
.figure { text-align: right; font-variant-numeric: tabular-nums; }
.bar { display: block; height: 4px; margin-top: 2px; margin-left: auto; background: #8ba7bd; }
blockquote { margin-top: 8px; padding-left: 10px; border-left: 3px solid #dfe3e8; font-size: 13.5px; }
blockquote span { color: #5d6774; font-size: 12px; }
a { color: #1f6f8b; }
tr, blockquote, figure, .finding, .remark { break-inside: avoid; }
h2, h3 { break-after: avoid; }
@media (max-width: 640px) {
  body { margin: 0; width: 100%; padding: 16px; border: 0; }
  .wide table { min-width: 560px; }
}
@media print {
  html { background: #fff; font-size: 10.5pt; }
  body { margin: 0; width: auto; padding: 0; border: 0; }
  .wide { overflow: visible; }
  * { print-color-adjust: exact; }
}`;
