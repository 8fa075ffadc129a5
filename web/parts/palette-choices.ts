/** Something that can be jumped to. */
export interface Choice {
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  readonly address: string;
  /** Found by these too. */
  readonly also?: string;
}

const MAX_CHOICES = 9;
/** Of one kind so many at most, so that a flood of stories hides no page. */
const MAX_PER_KIND = 5;

/** What fits what was typed, names that begin with it first; nothing typed fits all. */
export function fitting(all: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return all.slice(0, MAX_CHOICES);
  const found = all.filter(({ label, also = '' }) => `${label} ${also}`.toLowerCase().includes(wanted));
  const rank = ({ label }: Choice): number => (label.toLowerCase().startsWith(wanted) ? 0 : 1);
  const seen = new Map<string, number>();
  const few = found
    .toSorted((a, b) => rank(a) - rank(b))
    .filter(({ kind }) => {
      const n = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, n);
      return n <= MAX_PER_KIND;
    });
  return few.slice(0, MAX_CHOICES);
}
