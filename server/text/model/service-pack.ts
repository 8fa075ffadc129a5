import { SERVQUAL, TOUCHPOINTS } from '../../core/reading/analysis.ts';
import { type Platt, packSentences, type SentenceWeights, unpackSentences } from './sentence-pack.ts';

/** What the model of service is asked: touchpoints, then dimensions, a column each in their order. */
export const SERVICE_NAMES = [...TOUCHPOINTS, ...SERVQUAL] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** How true a logit is where a list names the same, and where none does. */
export interface Judge {
  readonly listed: Platt;
  readonly unlisted: Platt;
}

export interface ServiceFitted {
  /** By column. */
  readonly judges: readonly Judge[];
}

export interface ServiceWeights extends SentenceWeights, ServiceFitted {}

const MAGIC = 'TCV1';

export function packService(weights: ServiceWeights): Buffer {
  return packSentences(MAGIC, weights, { judges: weights.judges });
}

/** Throws AppError('bad_config') when the file is no such model, of another layout, or damaged. */
export function unpackService(file: Uint8Array): {
  readonly weights: ServiceWeights;
  readonly mark: string;
} {
  return unpackSentences<ServiceFitted>(MAGIC, file, 'model of service', SERVICE_NAMES.length);
}
