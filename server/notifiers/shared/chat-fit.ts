import type { Block, Fit } from '../../core/message/message-block.ts';
import { bytes, lettersOf } from '../../core/message/message-text.ts';

/** How a message is written for one service. */
export interface ChatStyle {
  /** The whole message out of its blocks. */
  write(blocks: readonly Block[]): string;
  /** How long the service takes it to be: bytes or characters. */
  measure(text: string): number;
  readonly limit: number;
}

/**
 * Writes a message that the service takes. What does not fit is left out whole, the least needed first: posts from
 * the last, steps from the last, then facts from the last, but what happened; at the end that is cut between two
 * characters. Markup is never cut, and title and link always stay.
 */
export function fitChat(
  blocks: readonly Block[],
  style: ChatStyle,
): { readonly text: string; readonly fit: Fit } {
  const { limit, measure } = style;
  const unit = measure === bytes ? 'bytes' : 'characters';
  let left = blocks;
  for (;;) {
    const text = style.write(left);
    const used = measure(text);
    const shorter = used <= limit ? null : shorten(left);
    if (shorter === null) return { text, fit: { used, limit, unit, blocks: left } };
    left = shorter;
  }
}

/** As `fitChat`, where the service limits the bytes of the whole JSON around the message. */
export function fitJson(
  blocks: readonly Block[],
  bodyOf: (left: readonly Block[]) => object,
  limit: number,
): { readonly json: object; readonly fit: Fit } {
  const write = (left: readonly Block[]) => JSON.stringify(bodyOf(left));
  const { text, fit } = fitChat(blocks, { write, measure: bytes, limit });
  return { json: JSON.parse(text), fit };
}

function shorten(blocks: readonly Block[]): readonly Block[] | null {
  for (const kind of ['posts', 'steps'] as const) {
    const at = blocks.findIndex((block) => block.kind === kind);
    const block = blocks[at];
    if (block?.kind === 'posts') return replaced(blocks, at, { ...block, posts: block.posts.slice(0, -1) });
    if (block?.kind === 'steps') return replaced(blocks, at, { ...block, steps: block.steps.slice(0, -1) });
  }
  const facts = blocks.filter((block) => block.kind === 'fact');
  const last = facts.findLast(({ isMain }) => isMain !== true) ?? facts.at(-1);
  if (last === undefined) return shortenTitle(blocks);
  if (facts.length > 1) return blocks.filter((block) => block !== last);
  const text = cut(last.text);
  return text === null
    ? blocks.filter((block) => block !== last)
    : blocks.map((b) => (b === last ? { ...last, text } : b));
}

function shortenTitle(blocks: readonly Block[]): readonly Block[] | null {
  const title = blocks.find((block) => block.kind === 'title');
  const text = title === undefined ? null : cut(title.text);
  if (title === undefined || text === null) return null;
  return blocks.map((block) => (block === title ? { ...title, text } : block));
}

function replaced(blocks: readonly Block[], at: number, block: Block): readonly Block[] {
  const isEmpty =
    (block.kind === 'posts' && block.posts.length === 0) ||
    (block.kind === 'steps' && block.steps.length === 0);
  return isEmpty ? blocks.toSpliced(at, 1) : blocks.toSpliced(at, 1, block);
}

const KEPT = 0.8;
const MIN_LINE_LENGTH = 8;

/** A fifth shorter, between two characters as people see them; null when it is short already. */
function cut(text: string): string | null {
  const letters = lettersOf(text);
  if (letters.length <= MIN_LINE_LENGTH) return null;
  const kept = letters.slice(0, Math.floor((letters.length - 1) * KEPT));
  return `${kept.join('').trimEnd()}…`;
}
