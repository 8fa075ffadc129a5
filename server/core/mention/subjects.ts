/** Whom a text is about, as the watches tell: which of them it concerns, and which competitors it names. */
export type Subjects = ReadonlySet<string>;

/**
 * Whether of two texts in much the same words one can be a copy of the other: a copy may be cut before a name or have
 * one added. Where each names somebody whom the other does not, or one is about nobody who is watched, they are two
 * complaints: 某某优选 and 某某到家 with the same wording.
 */
export function shareSubjects(one: Subjects, other: Subjects): boolean {
  if (one.size === 0 || other.size === 0) return one.size === other.size;
  return one.isSubsetOf(other) || other.isSubsetOf(one);
}
