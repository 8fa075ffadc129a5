import {
  type EventClusterReport,
  type EventPairReport,
  evaluateEventClusters,
  evaluateEventPairs,
  eventClusterTable,
  eventPairTable,
} from '../../stories/evaluate-events.ts';
import { hasSet, type Part, readSet } from '../../text/training/corpus.ts';

export type EventReport = EventPairReport | EventClusterReport;

/**
 * How `same` answers people's questions about pairs, and how `stories` finds labelled events, on the sets that a
 * folder has. Clusters have a dev part only, of which nothing is learnt; pairs no dev part.
 */
export function measureEvents(folder: string, part: Part): EventReport[] {
  const of = part === 'dev' ? 'train' : part;
  const pairs = hasSet(folder, 'event_pairs', of)
    ? evaluateEventPairs(`event_pairs/${of}`, readSet(folder, 'event_pairs', of))
    : [];
  const clusters = ['event_clusters_clean', 'event_clusters']
    .filter((set) => hasSet(folder, set, 'dev'))
    .flatMap((set) => evaluateEventClusters(set, readSet(folder, set, 'dev')));
  return [...pairs, ...clusters];
}

/** As tables, one for each kind there is. */
export function eventTables(reports: readonly EventReport[]): string[] {
  const pairs = reports.filter((report) => 'task' in report);
  const clusters = reports.filter((report) => 'nmi' in report);
  return [
    ...(pairs.length > 0 ? [eventPairTable(pairs)] : []),
    ...(clusters.length > 0 ? [eventClusterTable(clusters)] : []),
  ];
}
