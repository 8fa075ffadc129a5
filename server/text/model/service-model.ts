import { SERVQUAL, type Servqual, TOUCHPOINTS, type Touchpoint } from '../../core/reading/analysis.ts';
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
  isMeant(name: Touchpoint | Servqual, offset: number): boolean;
}

/**
 * From which chance on it is told, where a list names the same and where none does. A listed word of a dimension is hardly
 * ever doubted: it says how the service was; many a listed word of a touchpoint is used of other things.
 */
const TOUCH = { listed: oddsOf(0.25), unlisted: oddsOf(0.4) };
const DIMENSION = { listed: oddsOf(0.05), unlisted: oddsOf(0.4) };

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
  const needed = judges.map((_, column) => (column < TOUCHPOINTS.length ? TOUCH : DIMENSION));
  const isLikely = (column: number, stretch: number, how: keyof Judge) => {
    const { slope, shift } = (judges[column] as Judge)[how];
    return slope * table.logit(first + column, stretch) + shift >= (needed[column] as typeof TOUCH)[how];
  };
  return (features: Features, text: string, ends: readonly number[]): ServiceView => {
    const told = <Name extends Touchpoint | Servqual>(names: readonly Name[], begin: number) =>
      ends.flatMap((_, stretch) =>
        names.flatMap((name, at): readonly ServiceFinding<Name>[] => {
          if (!isLikely(begin + at, stretch, 'unlisted')) return [];
          return [{ name, stretch, from: ends[stretch - 1] ?? 0 }];
        }),
      );
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
      isMeant(name, offset) {
        const stretch = stretchAt(offset);
        return stretch === ends.length || isLikely(COLUMN.get(name) as number, stretch, 'listed');
      },
    };
  };
}
