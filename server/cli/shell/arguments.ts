import { parseArgs } from 'node:util';
import { AppError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';

export interface Options {
  /** Option names with what they take; `many` may be repeated. */
  readonly [name: string]: 'text' | 'many' | 'flag';
}

type Value<Kind> = Kind extends 'text'
  ? string | undefined
  : Kind extends 'many'
    ? readonly string[]
    : boolean;

export interface Arguments<O extends Options> {
  readonly words: readonly string[];
  readonly options: { readonly [Name in keyof O]: Value<O[Name]> };
}

function demandKnown(names: readonly string[], options: Options): void {
  const known = Object.keys(options);
  for (const name of names.filter((each) => !known.includes(each))) {
    const meant = nearest(name, known);
    const hint = meant
      ? `; did you mean --${meant}?`
      : known.length > 0
        ? `; known are --${known.join(', --')}`
        : '';
    throw new AppError('bad_request', `there is no option --${name}${hint}`);
  }
}

/**
 * Words and options of a command line. `words` names what must stand there, in order; more or fewer is a
 * fault. Throws AppError('bad_request') in words that say what to write instead.
 */
export function readArguments<const O extends Options>(
  args: readonly string[],
  words: readonly string[],
  options: O,
): Arguments<O> {
  const shapes = Object.fromEntries(
    Object.entries(options).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: kind === 'many' },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: shapes,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === 'option');
  demandKnown(
    given.map((token) => token.name),
    options,
  );
  const found = tokens.filter((token) => token.kind === 'positional').map((token) => token.value);
  const missing = words[found.length];
  if (missing !== undefined) throw new AppError('bad_request', `${missing} is missing`);
  if (found.length > words.length)
    throw new AppError('bad_request', `"${found[words.length]}" is one word too many`);
  const values: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(options)) {
    const mine = given.filter((token) => token.name === name);
    if (kind !== 'flag' && mine.some((token) => token.value === undefined)) {
      throw new AppError('bad_request', `--${name} needs a value`);
    }
    if (kind === 'flag') values[name] = mine.length > 0;
    else if (kind === 'many') values[name] = mine.map((token) => token.value);
    else values[name] = mine.at(-1)?.value;
  }
  return { words: found, options: values as Arguments<O>['options'] };
}

/** `k=v` pairs as settings. Throws AppError('bad_request') for one without "=". */
export function readPairs(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new AppError('bad_request', `--param takes name=value, not "${pair}"`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
