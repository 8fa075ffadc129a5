import type { Span } from '../api/trends.ts';
import type { Query } from '../paths.ts';
import { rangeQuery } from '../range.ts';
import { href, refine, route } from '../route.svelte.ts';
import { readSubjects, writeSubjects } from '../subjects.ts';

export const MAX_COMPARED_SUBJECTS = 6;
export const METRICS = ['count', 'voice', 'negative', 'net'] as const;
export type Metric = (typeof METRICS)[number];
export const KINDS = ['all', 'touch', 'servqual', 'sev', 'intent', 'area', 'term', 'story'] as const;
export type Kind = (typeof KINDS)[number];

const oneOf = <T extends string>(known: readonly T[], given: string | undefined, usual: T): T =>
  known.find((each) => each === given) ?? usual;

/** What a reader chose on the page of trends: all of it stands in the address. */
export const choices = {
  get basis(): 'before' | 'week' {
    return oneOf(['before', 'week'], route.query.vs, 'before');
  },
  get kind(): Kind {
    return oneOf(KINDS, route.query.kind, 'all');
  },
  get metric(): Metric {
    return oneOf(METRICS, route.query.metric, 'count');
  },
  /** What the timeline counts. */
  get line(): 'total' | 'negative' {
    return oneOf(['total', 'negative'], route.query.line, 'total');
  },
  get heat(): 'count' | 'negative' {
    return oneOf(['count', 'negative'], route.query.heat, 'count');
  },
  /** What is compared; null while nobody chose. */
  get compared(): readonly string[] | null {
    const { of } = route.query;
    if (of === undefined) return null;
    return readSubjects(of).slice(0, MAX_COMPARED_SUBJECTS);
  },
};

/** Puts a choice into the address; the usual one leaves no trace there. */
export function choose(name: 'vs' | 'kind' | 'metric' | 'line' | 'heat', value: string, usual: string): void {
  refine({ [name]: value === usual ? '' : value });
}

export function setCompared(subjects: readonly string[]): void {
  // A lone comma: nothing, on purpose. An absent list is filled by the page.
  refine({ of: subjects.length > 0 ? writeSubjects(subjects) : ',' });
}

/** Address of the posts behind a number: of a topic, or of all where there is none. A story has a page. */
export function postsOf(topic: string | null, span: Span, more: Query = {}): string {
  const dot = topic?.indexOf('.') ?? -1;
  const kind = topic?.slice(0, dot);
  const rest = topic?.slice(dot + 1) ?? '';
  if (kind === 'story') return href('story', rest);
  const own: Query =
    topic === null
      ? {}
      : kind === 'term'
        ? { q: rest }
        : kind === 'watch'
          ? { watch: rest }
          : { fact: topic };
  return href('mentions', null, { ...rangeQuery(span.from, span.to), ...own, ...more });
}
