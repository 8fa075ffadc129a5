/** A whole mail around what it says. */
export function mailPage(content: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<body style="font:14px/1.65 'PingFang SC','Microsoft YaHei',system-ui,sans-serif;color:#1d2129;max-width:640px">
${content}
</body></html>`;
}

/** A link where the address is one of the web, else the words alone. */
export function linkHtml(text: string, url: string | null): string {
  const words = escapeHtml(text);
  return url !== null && /^https?:\/\//i.test(url) ? `<a href="${escapeHtml(url)}">${words}</a>` : words;
}

/** Words from anywhere, as text and nothing else. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
