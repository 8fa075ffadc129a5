/** PostgreSQL stores neither NUL nor half of a surrogate pair. What SQLite would store could not be moved there. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Where in a checked value there is text that cannot be stored, names of fields included. */
export function unstorableFields(value: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [path.join('.')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    isStorable(name) ? unstorableFields(part, [...path, name]) : [path.join('.')],
  );
}
