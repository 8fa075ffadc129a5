import type { Block, LinkBlock, Linked } from './message-block.ts';

/** How one service marks up what a message says. */
export interface Markup {
  /** Words from anywhere, as text and nothing else. */
  plain(text: string): string;
  /** Makes words that are plain already stand out. */
  bold(words: string): string;
  link(linked: Linked): string;
  /** The way on at the end, where it is not written like the links of posts. */
  onward?(link: LinkBlock): string;
  /** Stands before each post. */
  readonly bullet: string;
}

/** What stands above what to do, where a template says nothing else. */
export const STEPS = '先做什么';

/** What a message says in the markup of one service, a paragraph for each block. */
export function writeBlocks(blocks: readonly Block[], markup: Markup): string {
  return blocks
    .filter(({ kind }) => kind !== 'bars')
    .map((block) => writeBlock(block, markup))
    .join('\n\n');
}

function writeBlock(block: Block, markup: Markup): string {
  const { plain, bold, link, onward = link, bullet } = markup;
  if (block.kind === 'title') return bold(plain(block.text));
  if (block.kind === 'posts') {
    const heading = block.heading === undefined ? [] : [bold(plain(block.heading))];
    return [...heading, ...block.posts.map((each) => `${bullet} ${link(each)}`)].join('\n');
  }
  if (block.kind === 'link') return onward(block);
  if (block.kind === 'fact') {
    return block.url === undefined ? plain(block.text) : link({ text: block.text, url: block.url });
  }
  if (block.kind === 'bars') return '';
  const { heading = STEPS, steps } = block;
  return [bold(plain(heading)), ...steps.map((step, at) => `${at + 1}. ${plain(step)}`)].join('\n');
}

const asItIs = (text: string): string => text;

/** Plain text: titles and links as they are, lists with their marks. */
export function plainText(blocks: readonly Block[]): string {
  return writeBlocks(blocks, {
    plain: asItIs,
    bold: asItIs,
    bullet: '·',
    link: ({ text, url }) => (url === null ? text : `${text} ${url}`),
    onward: ({ text, url }) => `${text}：${url}`,
  });
}
