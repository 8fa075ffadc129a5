import type { Field, Params } from '../feed/source.ts';

/** What stands where a secret is. Sent back unchanged, it means: leave the secret as it is. */
export const HIDDEN = '•••';

type Fields = readonly Pick<Field, 'name' | 'kind'>[];

/**
 * Settings as they may leave the server.
 * @param fields undefined for a plugin that is no longer known: it might keep a secret anywhere, so
 * everything is one
 */
export function hideSecrets(settings: Params, fields: Fields | undefined): Params {
  const open = new Set(fields?.filter(({ kind }) => kind !== 'secret').map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, open.has(name) || value === '' ? value : HIDDEN]),
  );
}

/** Settings as a form sends them back, with the secrets that were only shown as hidden. */
export function keepSecrets(sent: Params, stored: Params): Params {
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, value === HIDDEN ? (stored[name] ?? '') : value]),
  );
}

/**
 * Takes secrets out of words that came from elsewhere: a far side may repeat what it was told, and a
 * fault may quote what was asked.
 */
export function withoutSecrets(text: string, settings: Params, fields: Fields): string {
  return fields
    .filter(({ kind }) => kind === 'secret')
    .map(({ name }) => String(settings[name] ?? ''))
    .filter((secret) => secret !== '')
    .reduce(
      (left, secret) => left.replaceAll(secret, HIDDEN).replaceAll(encodeURIComponent(secret), HIDDEN),
      text,
    );
}
