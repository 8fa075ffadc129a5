import { readFileSync } from 'node:fs';
import { INTENTS, type Intent } from '../../core/reading/analysis.ts';
import type { Reading } from '../reading.ts';
import type { Features } from './features.ts';
import { chance, createGraveView, type GraveView } from './grave-model.ts';
import { GRAVE_COLUMNS, unpackGrave } from './grave-pack.ts';
import { INTENT_COLUMNS, unpackIntents } from './intent-pack.ts';
import { createServiceView, type ServiceView } from './service-model.ts';
import { unpackService } from './service-pack.ts';
import { StretchTable } from './stretch-table.ts';
import { stretchesOf } from './stretches.ts';

/** How likely the writer wants each, 0..1, by the stretch that says it most. */
export type IntentView = ReadonlyMap<Intent, number>;

/** What single sentences of a text tell: grave events, what the writer wants, and which part of a service it is about. */
export interface SentenceModels {
  /** Names the files. */
  readonly version: string;
  /**
   * What it says of service is asked of the table: it holds until the next text is read.
   * @param features those of the reading, as `featuresOf` left them
   */
  read(features: Features, reading: Reading): SentenceViews;
}

export interface SentenceViews {
  readonly grave: GraveView;
  readonly wants: IntentView;
  readonly service: ServiceView;
}

const SHIPPED_GRAVE = new URL('./grave.bin', import.meta.url);
const SHIPPED_INTENTS = new URL('./intents.bin', import.meta.url);
const SHIPPED_SERVICE = new URL('./service.bin', import.meta.url);

/** Loads the shipped models or others. They belong to one thread. */
export function loadSentenceModels(
  graveFile: Uint8Array = readFileSync(SHIPPED_GRAVE),
  intentFile: Uint8Array = readFileSync(SHIPPED_INTENTS),
  serviceFile: Uint8Array = readFileSync(SHIPPED_SERVICE),
): SentenceModels {
  const events = unpackGrave(graveFile);
  const intents = unpackIntents(intentFile);
  const service = unpackService(serviceFile);
  const table = new StretchTable([events.weights, intents.weights, service.weights]);
  const graveOf = createGraveView(events.weights, table, 0);
  const serviceOf = createServiceView(service.weights, table, GRAVE_COLUMNS + INTENT_COLUMNS);
  const { platt } = intents.weights;
  return {
    version: `grave-${events.mark}+intents-${intents.mark}+service-${service.mark}`,
    read(features, reading) {
      const ends = stretchesOf(reading);
      table.sum(features, ends);
      const wants = new Map<Intent, number>();
      INTENTS.forEach((name, at) => {
        const fitted = platt[at];
        if (fitted) wants.set(name, chance(fitted, table.best(GRAVE_COLUMNS + at).logit));
      });
      const { text } = reading;
      return { grave: graveOf(features, text), wants, service: serviceOf(features, text, ends) };
    },
  };
}
