/** A line of an outline: it belongs to the nearest one above it that is less deep. */
interface Line {
  readonly depth: number;
}

/** Where the lines end that belong to the one at `at`. */
export function endOf(lines: readonly Line[], at: number): number {
  const depth = lines[at]?.depth ?? 0;
  const next = lines.findIndex((line, place) => place > at && line.depth <= depth);
  return next < 0 ? lines.length : next;
}

/** The sibling before; null: it is the first. */
function siblingBefore(lines: readonly Line[], at: number): number | null {
  const depth = lines[at]?.depth ?? 0;
  for (let place = at - 1; place >= 0; place--) {
    const other = lines[place]?.depth ?? 0;
    if (other === depth) return place;
    if (other < depth) return null;
  }
  return null;
}

/** The line at `at`, with all that belongs to it, before its sibling; null where it is the first. */
export function moveUp<T extends Line>(lines: readonly T[], at: number): readonly T[] | null {
  const before = siblingBefore(lines, at);
  if (before === null) return null;
  const end = endOf(lines, at);
  return [
    ...lines.slice(0, before),
    ...lines.slice(at, end),
    ...lines.slice(before, at),
    ...lines.slice(end),
  ];
}

/** As `moveUp`, the other way; null where it is the last. */
export function moveDown<T extends Line>(lines: readonly T[], at: number): readonly T[] | null {
  const next = endOf(lines, at);
  return lines[next]?.depth === lines[at]?.depth ? moveUp(lines, next) : null;
}

/** Without the line at `at` and all that belongs to it. */
export function without<T extends Line>(lines: readonly T[], at: number): readonly T[] {
  return [...lines.slice(0, at), ...lines.slice(endOf(lines, at))];
}

/** With a line as the last of those that belong to the one at `at`; null: as the last at the top. */
export function withBelow<T extends Line>(lines: readonly T[], at: number | null, line: T): readonly T[] {
  return at === null ? [...lines, line] : lines.toSpliced(endOf(lines, at), 0, line);
}

/** Where the lines between `from` and `to` stand that belong to none of the others there. */
export function topOf(lines: readonly Line[], from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let at = from; at < to; at = endOf(lines, at)) found.push(at);
  return found;
}
