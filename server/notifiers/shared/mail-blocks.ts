import type { Block } from '../../core/message/message-block.ts';
import { STEPS } from '../../core/message/message-markup.ts';
import { barsHtml } from './mail-chart.ts';
import { escapeHtml, linkHtml, mailPage } from './mail-html.ts';

/** A mail out of what a template says, a paragraph for each block; the title is its subject. */
export function blocksMail(blocks: readonly Block[]): string {
  return mailPage(
    blocks
      .map(blockHtml)
      .filter((part) => part !== '')
      .join('\n'),
  );
}

function blockHtml(block: Block): string {
  if (block.kind === 'title') return '';
  if (block.kind === 'bars') return barsHtml(block.hours);
  if (block.kind === 'link') return `<p>${linkHtml(block.text, block.url)}</p>`;
  if (block.kind === 'posts') {
    const items = block.posts.map(({ text, url }) => `<li>${linkHtml(text, url)}</li>`);
    return `${headingHtml(block.heading)}<ul>${items.join('')}</ul>`;
  }
  if (block.kind === 'steps') {
    const items = block.steps.map((step) => `<li>${escapeHtml(step)}</li>`);
    return `${headingHtml(block.heading ?? STEPS)}<ol>${items.join('')}</ol>`;
  }
  const words = block.url === undefined ? escapeHtml(block.text) : linkHtml(block.text, block.url);
  return block.isMain ? `<p style="font-size:16px">${words}</p>` : `<p>${words}</p>`;
}

const headingHtml = (heading: string | undefined): string =>
  heading === undefined ? '' : `<p><strong>${escapeHtml(heading)}</strong></p>`;
