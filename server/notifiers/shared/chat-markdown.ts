import type { Block } from '../../core/message/message-block.ts';
import { writeBlocks } from '../../core/message/message-markup.ts';
import { widen } from '../../core/message/message-text.ts';

/** What Markdown would read as markup, escaped: services differ in what they read, none in what they show. */
export function markdown(blocks: readonly Block[], plain: (text: string) => string): string {
  return writeBlocks(blocks, {
    plain,
    bold: (words) => `**${words}**`,
    bullet: '-',
    link: ({ text, url }) => (url === null ? plain(text) : `[${plain(text)}](${asTarget(url)})`),
  });
}

/** An address that cannot end a link early. */
export function asTarget(url: string): string {
  return url.replace(/[()<>\\\s]/g, (sign) =>
    encodeURIComponent(sign).replace('(', '%28').replace(')', '%29'),
  );
}

/** For services that read backslashes. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|>~<]/g, (sign) => `\\${sign}`);
}

/** For services that read no backslashes. */
export function widenMarkdown(text: string): string {
  return widen(text, /[`*_[\]()<>#~|\\]/g);
}
