import { SERVQUAL, type Servqual, TOUCHPOINTS, type Touchpoint } from '../../core/reading/analysis.ts';
import type { Part } from '../post-parts.ts';
import type { Features } from './features.ts';
import { type Judge, SERVICE_NAMES, type ServiceWeights } from './service-pack.ts';
import type { StretchTable } from './stretch-table.ts';

/** A touchpoint or dimension that a stretch of a text speaks of. */
export interface ServiceFinding<Name extends Touchpoint | Servqual> {
  readonly name: Name;
  /** Number of its stretch, and where that begins. */
  readonly stretch: number;
  readonly from: number;
}

export interface ServiceView {
  /** What is likely enough to be told though no list names it, by stretch. */
  readonly touches: readonly ServiceFinding<Touchpoint>[];
  readonly dimensions: readonly ServiceFinding<Servqual>[];
  /** Number of the stretch that holds an offset; as many as there are behind what the model reads. */
  stretchAt(offset: number): number;
  /** The words that say it most; nothing where none does. Offsets are into the reading. */
  placeOf(finding: ServiceFinding<Touchpoint | Servqual>): { readonly start: number; readonly end: number };
  /** Whether a word listed for it, at an offset, speaks of it; always behind what the model reads. */
  isMeant(name: Touchpoint | Servqual, offset: number, word: ListedWord): boolean;
}

/** From which chance on it is told that no list names. */
const UNLISTED = oddsOf(0.4);
/**
 * And that a list names: a word that says how the service was is hardly ever doubted, one that names a thing (空调, 老人)
 * sooner, and many a word of a touchpoint is used of other things.
 */
const LISTED = { touch: oddsOf(0.25), quality: oddsOf(0.05), thing: oddsOf(0.3) } as const;
export type ListedWord = keyof typeof LISTED;

/** Logarithm of the odds. */
function oddsOf(chance: number): number {
  return Math.log(chance / (1 - chance));
}

const COLUMN: ReadonlyMap<Touchpoint | Servqual, number> = new Map(
  SERVICE_NAMES.map((name, at) => [name, at]),
);

/**
 * What the model of service says of the text that the table summed last.
 * @param first its first column in the table
 */
export function createServiceView({ judges }: ServiceWeights, table: StretchTable, first: number) {
  const oddsIn = (column: number, stretch: number, how: keyof Judge) => {
    const { slope, shift } = (judges[column] as Judge)[how];
    return slope * table.logit(first + column, stretch) + shift;
  };
  return (
    features: Features,
    text: string,
    ends: readonly number[],
    kinds: readonly Part['kind'][] | null,
  ): ServiceView => {
    const told = <Name extends Touchpoint | Servqual>(names: readonly Name[], begin: number) =>
      ends.flatMap((_, stretch) => {
        // A topic of a word or two says too little by itself.
        if (kinds?.[stretch] === 'topic') return [];
        return names.flatMap((name, at): readonly ServiceFinding<Name>[] => {
          if (oddsIn(begin + at, stretch, 'unlisted') < UNLISTED) return [];
          return [{ name, stretch, from: ends[stretch - 1] ?? 0 }];
        });
      });
    const stretchAt = (offset: number) => {
      const found = ends.findIndex((end) => offset < end);
      return found < 0 ? ends.length : found;
    };
    return {
      touches: told(TOUCHPOINTS, 0),
      dimensions: told(SERVQUAL, TOUCHPOINTS.length),
      stretchAt,
      placeOf: ({ name, stretch }) =>
        table.wordOf(first + (COLUMN.get(name) as number), stretch, features, text),
      isMeant(name, offset, word) {
        const stretch = stretchAt(offset);
        return (
          stretch === ends.length || oddsIn(COLUMN.get(name) as number, stretch, 'listed') >= LISTED[word]
        );
      },
    };
  };
}
