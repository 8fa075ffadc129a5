import { hashNext, MAX_NAME_LENGTH, MIN_NAME_LENGTH, NO_LETTERS, readNames } from './name-table.ts';
import { createPassageSet, PASSAGE, type Passages } from './passages.ts';

/** Letters of a text that the other has not, from … until before …, and the names they belong to. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly names: readonly Named[];
}

interface Named {
  readonly hash: number;
  /** 1: somebody or something; 2: somewhere. */
  readonly kind: number;
}

/** So many letters beside a stretch say that it stands where another does. */
const BESIDE = 2;
const DENIALS = new Set([...'不没未无非别勿'].map((letter) => letter.charCodeAt(0)));

const others = createPassageSet();

/** Whether two texts of much the same words name another place, firm or person in the same spot: 北京… and 上海…. */
export function nameOthers(a: Passages, b: Passages): boolean {
  const ofA = namedStretches(a, b);
  const ofB = ofA.length === 0 ? [] : namedStretches(b, a);
  return ofA.some((one) =>
    ofB.some((other) => standAlike(a.letters, one, b.letters, other) && areApart(one.names, other.names)),
  );
}

/** Whether one denies what the other says: of so few words one 不 makes another text. */
export function denyEachOther(a: Passages, b: Passages): boolean {
  return denialsIn(a.letters) !== denialsIn(b.letters);
}

function denialsIn(letters: Uint16Array): number {
  let count = 0;
  for (const letter of letters) if (DENIALS.has(letter)) count += 1;
  return count;
}

/** Each names something of a kind, and none of it is the same. */
function areApart(some: readonly Named[], more: readonly Named[]): boolean {
  const isShared = some.some(({ hash }) => more.some((other) => other.hash === hash));
  return !isShared && some.some(({ kind }) => more.some((other) => other.kind === kind));
}

function standAlike(a: Uint16Array, one: Stretch, b: Uint16Array, other: Stretch): boolean {
  const same = (at: number, there: number) => (a[at] ?? 0) === (b[there] ?? 0);
  let [before, after] = [true, true];
  for (let step = 1; step <= BESIDE; step++) {
    before &&= same(one.from - step, other.from - step);
    after &&= same(one.to + step - 1, other.to + step - 1);
  }
  return before && after;
}

function namedStretches({ letters, marks }: Passages, other: Passages): Stretch[] {
  others.fill(other.marks);
  const found: Stretch[] = [];
  let [covered, from] = [0, 0];
  const close = (to: number) => {
    const names = to > from ? namesAt(letters, from, to) : [];
    if (names.length > 0) found.push({ from, to, names });
  };
  for (let at = 0; at < letters.length; at++) {
    if (at < marks.length && others.has(marks[at] as number)) covered = at + PASSAGE;
    if (at >= covered) continue;
    close(at);
    from = at + 1;
  }
  close(letters.length);
  return found;
}

/** Known names that have a letter in a stretch: of 北海 beside 北京 only the second letter is. */
function namesAt(letters: Uint16Array, from: number, to: number): Named[] {
  const table = readNames();
  const names: Named[] = [];
  for (let at = Math.max(0, from - MAX_NAME_LENGTH + 1); at < to; at++) {
    if (!table.begins(letters[at] as number, letters[at + 1] ?? 0)) continue;
    let [hash, name, kind] = [NO_LETTERS, 0, 0];
    for (let length = 1; length <= MAX_NAME_LENGTH && at + length <= letters.length; length++) {
      hash = hashNext(hash, letters[at + length - 1] as number);
      const known = length < MIN_NAME_LENGTH || at + length <= from ? 0 : table.kindOf(hash);
      if (known > 0) [name, kind] = [hash, known];
    }
    if (kind > 0) names.push({ hash: name, kind });
  }
  return names;
}
