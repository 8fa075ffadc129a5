import { withoutProlog } from '../prolog.ts';
import type { Barrier } from '../walls.ts';

/** A feed document with everything before its root element gone, so nothing declared there can act. */
export interface FeedMarkup {
  readonly kind: 'xml';
  readonly xml: string;
  /** Name of the elements that hold one entry each, prefix included. */
  readonly entryTag: string;
}

const ROOT = /^<(?:([\w-]+):)?(rss|rdf|feed)[\s>/]/i;
/** Deeper than any feed; parsers slow down with the square of the depth. */
const MAX_DEPTH = 1_000;

/** Finds the root element, or names why there is no feed: nothing, a page, an entity bomb. */
export function openMarkup(body: string): FeedMarkup | Barrier {
  const text = withoutControls(body);
  const start = text.search(/<(?:[\w-]+:)?(?:rss|rdf|feed|html|head)[\s>/]/i);
  if (isEntityBomb(start < 0 ? text : text.slice(0, start))) {
    return { wall: 'entity-bomb', detail: 'the document declares entities that grow or reach outside' };
  }
  const xml = withoutProlog(text);
  if (xml === '') return { wall: 'empty-body', detail: text === '' ? 'no bytes' : 'no element' };
  const root = ROOT.exec(xml);
  if (root === null) return { wall: 'not-a-feed', detail: `starts with ${JSON.stringify(xml.slice(0, 40))}` };
  if (depthOf(xml) > MAX_DEPTH)
    return { wall: 'malformed', detail: `elements nested more than ${MAX_DEPTH} deep` };
  const prefix = root[1] === undefined || root[2]?.toLowerCase() === 'rdf' ? '' : `${root[1]}:`;
  return { kind: 'xml', xml, entryTag: root[2]?.toLowerCase() === 'feed' ? `${prefix}entry` : 'item' };
}

/** How many entries the document opens, those inside CDATA and comments not counted. */
export function countEntries({ xml, entryTag }: FeedMarkup): number {
  const opening = new RegExp(`<${entryTag}(?:\\s[^<>]*)?>`, 'gi');
  return (
    withoutOpaque(xml)
      .match(opening)
      ?.filter((tag) => !tag.endsWith('/>')).length ?? 0
  );
}

/** Entities that name others, long ones, parameters and external ones. Plain short ones are harmless. */
function isEntityBomb(prolog: string): boolean {
  for (const [, declared = ''] of prolog.matchAll(/<!ENTITY\s+([^>]{0,2000})/gi)) {
    if (/^%|\b(SYSTEM|PUBLIC)\b|&[a-z_]/i.test(declared) || declared.length > 1_000) return true;
  }
  return false;
}

function withoutOpaque(xml: string): string {
  return xml.replace(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)/g, '');
}

function depthOf(xml: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of withoutOpaque(xml).matchAll(/<\/?[a-z_][^<>]*>/gi)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Characters XML forbids; one of them makes a strict parser refuse the whole document. */
function withoutControls(body: string): string {
  return body
    .replace(/^[\uFEFF\s]+/, '')
    .replace(/\p{Cc}/gu, (sign) => (/[\t\n\r]/.test(sign) ? sign : ''))
    .trim();
}
