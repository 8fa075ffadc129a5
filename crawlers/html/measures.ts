import type { Element, Node } from './document.ts';

/** How much an element says: characters without blanks. */
export interface Measure {
  readonly length: number;
  /** Those within links. */
  readonly linked: number;
  /** Elements of text blocks within it. */
  readonly blocks: number;
}

const BLOCK = /^(P|DIV|TD|SECTION|ARTICLE|UL|OL|LI|TABLE|BLOCKQUOTE|H1|H2|DL|MAIN)$/;
const NOTHING: Measure = { length: 0, linked: 0, blocks: 0 };
const [ELEMENT, TEXT] = [1, 3];

/** Measures every element of a tree in one pass; it holds until the tree is changed. */
export function measure(root: Element): ReadonlyMap<Element, Measure> {
  const measures = new Map<Element, Measure>();
  // Twice on the stack: on the way down, and up again when all within is measured.
  const stack: { element: Element; up: boolean }[] = [{ element: root, up: false }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { element } = top;
    if (top.up) {
      measures.set(element, sumOf(element, measures));
      continue;
    }
    stack.push({ element, up: true });
    for (const child of nodesOf(element)) {
      if (child.nodeType === ELEMENT) stack.push({ element: child as Element, up: false });
    }
  }
  return measures;
}

/** How much of an element's text is links, 0..1. */
export function linkShare(measured: Measure | undefined): number {
  return measured === undefined || measured.length === 0 ? 0 : measured.linked / measured.length;
}

function sumOf(element: Element, measures: ReadonlyMap<Element, Measure>): Measure {
  const sum = { length: 0, linked: 0, blocks: 0 };
  for (const child of nodesOf(element)) {
    if (child.nodeType === TEXT) sum.length += child.textContent.replace(/[\s\u3000]+/g, '').length;
    if (child.nodeType !== ELEMENT) continue;
    const inside = measures.get(child as Element) ?? NOTHING;
    sum.length += inside.length;
    sum.linked += inside.linked;
    sum.blocks += inside.blocks + (BLOCK.test((child as Element).tagName) ? 1 : 0);
  }
  return element.tagName === 'A' ? { ...sum, linked: sum.length } : sum;
}

function* nodesOf(element: Element): Generator<Node> {
  for (let child = element.firstChild; child !== null; child = child.nextSibling) yield child;
}
