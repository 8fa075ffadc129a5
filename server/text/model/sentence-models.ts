import { readFileSync } from 'node:fs';
import { INTENTS, type Intent } from '../../core/reading/analysis.ts';
import type { Reading } from '../reading.ts';
import type { Features } from './features.ts';
import { chance, createGraveView, type GraveView } from './grave-model.ts';
import { GRAVE_COLUMNS, unpackGrave } from './grave-pack.ts';
import { unpackIntents } from './intent-pack.ts';
import { StretchTable } from './stretch-table.ts';
import { stretchesOf } from './stretches.ts';

/** How likely the writer wants each, 0..1, by the stretch that says it most. */
export type IntentView = ReadonlyMap<Intent, number>;

/** What single sentences of a text tell: grave events, and what the writer wants. */
export interface SentenceModels {
  /** Names both files. */
  readonly version: string;
  /** @param features those of the reading, as `featuresOf` left them */
  read(features: Features, reading: Reading): { readonly grave: GraveView; readonly wants: IntentView };
}

const SHIPPED_GRAVE = new URL('./grave.bin', import.meta.url);
const SHIPPED_INTENTS = new URL('./intents.bin', import.meta.url);

/** Loads the shipped models or others. They belong to one thread. */
export function loadSentenceModels(
  graveFile: Uint8Array = readFileSync(SHIPPED_GRAVE),
  intentFile: Uint8Array = readFileSync(SHIPPED_INTENTS),
): SentenceModels {
  const events = unpackGrave(graveFile);
  const intents = unpackIntents(intentFile);
  const table = new StretchTable([events.weights, intents.weights]);
  const graveOf = createGraveView(events.weights, table, 0);
  const { platt } = intents.weights;
  return {
    version: `grave-${events.mark}+intents-${intents.mark}`,
    read(features, reading) {
      table.sum(features, stretchesOf(reading));
      const wants = new Map<Intent, number>();
      INTENTS.forEach((name, at) => {
        const fitted = platt[at];
        if (fitted) wants.set(name, chance(fitted, table.best(GRAVE_COLUMNS + at).logit));
      });
      return { grave: graveOf(features, reading.text), wants };
    },
  };
}
