import { readFileSync } from 'node:fs';
import type { Intent } from '../../core/reading/analysis.ts';
import type { Reading } from '../reading.ts';
import type { Features } from './features.ts';
import { chance, createGraveView, type GraveView } from './grave-model.ts';
import { GRAVE_COLUMNS, unpackGrave } from './grave-pack.ts';
import { INTENT_GROUPS, type IntentGroup, type IntentWeights, unpackIntents } from './intent-pack.ts';
import { createTeller } from './last-word.ts';
import type { Platt } from './sentence-pack.ts';
import { createServiceView, type ServiceView } from './service-model.ts';
import { SERVICE_NAMES, unpackService } from './service-pack.ts';
import { StretchTable } from './stretch-table.ts';

/** How likely the writer wants each, 0..1, by the stretch of his own words that says it most. */
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

export interface SentenceFiles {
  readonly grave: Uint8Array;
  /** Rare intents, and frequent ones. */
  readonly intents: Uint8Array;
  readonly stance: Uint8Array;
  readonly service: Uint8Array;
}

function shipped(name: keyof SentenceFiles): Uint8Array {
  return readFileSync(new URL(`./${name}.bin`, import.meta.url));
}

/** A topic that is a headline tells what happened: #火锅店爆炸致3死#. */
const LONG_TOPIC = /#[^#\n]{8,}#/;

/** Loads the shipped models, or others where they are given. They belong to one thread. */
export function loadSentenceModels(given: Partial<SentenceFiles> = {}): SentenceModels {
  const files = {
    grave: given.grave ?? shipped('grave'),
    intents: given.intents ?? shipped('intents'),
    stance: given.stance ?? shipped('stance'),
    service: given.service ?? shipped('service'),
  };
  const events = unpackGrave(files.grave);
  const rare = unpackIntents('rare', files.intents);
  const frequent = unpackIntents('frequent', files.stance);
  const service = unpackService(files.service);
  const table = new StretchTable([events.weights, rare.weights, service.weights, frequent.weights]);
  const afterRare = GRAVE_COLUMNS + INTENT_GROUPS.rare.length;
  const tell = createTeller();
  const graveOf = createGraveView(events.weights, table, 0);
  const serviceOf = createServiceView(service.weights, table, afterRare);
  const wantsOf = [
    wantsIn('rare', rare.weights, table, GRAVE_COLUMNS),
    wantsIn('frequent', frequent.weights, table, afterRare + SERVICE_NAMES.length),
  ];
  return {
    version: `grave-${events.mark}+intents-${rare.mark}-${frequent.mark}+service-${service.mark}`,
    read(whole, reading) {
      const { features, ends, kinds } = tell(reading, whole);
      table.sum(features, ends);
      const own = kinds?.map((kind) => kind === 'own') ?? null;
      const wants = new Map(wantsOf.flatMap((of) => of(own)));
      const { text } = reading;
      // A topic of a word or two (#云州热力#) says too little by itself, and the model never met one alone.
      const beside = LONG_TOPIC.test(text) ? null : (kinds?.map((kind) => kind !== 'topic') ?? null);
      const among = beside?.includes(true) ? beside : null;
      return {
        grave: graveOf(features, text, among),
        wants,
        service: serviceOf(features, text, ends, kinds),
      };
    },
  };
}

/** @param first the first column of the group in the table */
function wantsIn(group: IntentGroup, { platt }: IntentWeights, table: StretchTable, first: number) {
  return (own: readonly boolean[] | null) =>
    INTENT_GROUPS[group].map((name, at): [Intent, number] => [
      name,
      chance(platt[at] as Platt, table.best(first + at, own).logit),
    ]);
}
