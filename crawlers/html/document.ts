import { pageParsers } from '../page-parsers.ts';
import type { Barrier } from '../walls.ts';

/** An element or a piece of text. */
export interface Node {
  readonly nodeType: number;
  readonly textContent: string;
  readonly nextSibling: Node | null;
}

/** The part of a DOM element that reading a page needs. */
export interface Element extends Node {
  readonly tagName: string;
  readonly innerHTML: string;
  readonly parentElement: Element | null;
  readonly nextElementSibling: Element | null;
  readonly children: Iterable<Element>;
  readonly firstChild: Node | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
  closest(selector: string): Element | null;
  contains(other: Node): boolean;
  remove(): void;
}

export interface HtmlDocument {
  readonly body: Element;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

const MAX_PAGE_LENGTH = 4_000_000;
/** More than any page for people has; the tree costs time and memory for each. */
const MAX_TAGS = 30_000;
const MAX_ENTITIES = 50_000;
const MAX_DEPTH = 400;
const FRAME = /<!doctype[^>]{0,2000}>|<\/?(?:html|head|body)(?:\s[^>]{0,2000})?>/gi;
/** Elements that close by themselves or need no closing tag: they say nothing about depth. */
const SHALLOW =
  /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option|colgroup)$/i;

/**
 * The page as a tree, or why it is none. Nothing in it runs. What a page leaves out (html, head, body) is
 * put there first: the parser takes what it is given, and without a body finds nothing.
 */
export function openHtml(body: string): HtmlDocument | Barrier {
  if (body.trim() === '') return { wall: 'empty-body', detail: 'no bytes' };
  if (!/<[a-z!]/i.test(body)) return { wall: 'shape-changed', detail: 'text without markup, no page' };
  if (body.length > MAX_PAGE_LENGTH)
    return { wall: 'too-large', detail: `a page of ${body.length} characters` };
  const fault = faultOf(body);
  if (fault !== null) return { wall: 'malformed', detail: fault };
  try {
    const source = `<!doctype html><html><head></head><body>${body.replace(FRAME, '')}</body></html>`;
    return pageParsers.linkedom.parseHTML(source).document as unknown as HtmlDocument;
  } catch (fault) {
    return {
      wall: 'malformed',
      detail: `the parser gave up: ${fault instanceof Error ? fault.message : ''}`,
    };
  }
}

function faultOf(body: string): string | null {
  if (countOf('<', body) > 3 * MAX_TAGS) return `more than ${3 * MAX_TAGS} signs of a tag`;
  if (countOf('&', body) > MAX_ENTITIES) return `more than ${MAX_ENTITIES} signs of an entity`;
  let tags = 0;
  let depth = 0;
  for (const [, close, name = ''] of body.matchAll(/<(\/?)([a-z][\w-]*)/gi)) {
    tags += 1;
    if (tags > MAX_TAGS) return `more than ${MAX_TAGS} tags`;
    if (SHALLOW.test(name)) continue;
    depth = Math.max(0, depth + (close === '/' ? -1 : 1));
    if (depth > MAX_DEPTH) return `elements nested more than ${MAX_DEPTH} deep`;
  }
  return null;
}

function countOf(sign: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count += 1;
  return count;
}

/** The elements of a selector; null when it is no selector. */
export function selectAll(root: HtmlDocument | Element, selector: string): readonly Element[] | null {
  try {
    return [...root.querySelectorAll(selector)];
  } catch {
    return null;
  }
}

/** What an element says on one line. */
export function lineOf(element: Element | null): string {
  return (element?.textContent ?? '').replace(/[\s\u3000]+/g, ' ').trim();
}

/** Whether a body is an answer in JSON where a page was asked for. */
export function isJson(body: string): boolean {
  return /^[\uFEFF\s]*[{[]/.test(body);
}
