import type { Block, Linked } from './chat-message.ts';

/** What Markdown would read as markup, escaped: services differ in what they read, none in what they show. */
export function markdown(blocks: readonly Block[], plain: (text: string) => string): string {
  return blocks.map((block) => markdownBlock(block, plain)).join('\n\n');
}

function markdownBlock(block: Block, plain: (text: string) => string): string {
  const link = ({ text, url }: Linked) => (url === null ? plain(text) : `[${plain(text)}](${asTarget(url)})`);
  if (block.kind === 'title') return `**${plain(block.text)}**`;
  if (block.kind === 'posts') return block.posts.map((each) => `- ${link(each)}`).join('\n');
  if (block.kind === 'steps') {
    return ['**先做什么**', ...block.steps.map((step, at) => `${at + 1}. ${plain(step)}`)].join('\n');
  }
  return block.kind === 'link' ? link(block) : plain(block.text);
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

/** For services that know no escape: signs of markup become their full-width likeness. */
export function widenMarkdown(text: string): string {
  return text.replace(/[`*_[\]()<>#~|\\]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0));
}
