import { AppError } from '../errors.ts';
import {
  addressForReaders,
  HIDDEN,
  hideInAddress,
  hostOfAddress,
  withoutAddress,
} from '../feed/hidden-address.ts';
import type { Field, Params } from '../feed/source.ts';

type Fields = readonly Pick<Field, 'name' | 'kind' | 'hostOnly'>[];

/** An address as it may be shown. */
const shownAddress = (url: string, { hostOnly = false }: Pick<Field, 'hostOnly'>): string =>
  hostOnly && url !== '' ? hostOfAddress(url) : hideInAddress(url);

/**
 * Settings as they may leave the server: without secrets, and addresses without passwords and keys.
 * @param fields undefined for a plugin that is no longer known: it might keep a secret anywhere, so
 * everything is one
 */
export function hideSecrets(settings: Params, fields: Fields | undefined): Params {
  const open = new Map(fields?.filter(({ kind }) => kind !== 'secret').map((field) => [field.name, field]));
  const shown = (name: string, value: Params[string]) => {
    const field = open.get(name);
    if (field === undefined) return value === '' ? value : HIDDEN;
    return field.kind === 'url' && typeof value === 'string' ? shownAddress(value, field) : value;
  };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, shown(name, value)]));
}

/** Settings as `hideSecrets` shows them, for those who may not change them: of an address the host alone. */
export function hideFromReaders(shown: Params, fields: Fields | undefined): Params {
  const urls = new Set(fields?.filter(({ kind }) => kind === 'url').map(({ name }) => name));
  const read = (name: string, value: Params[string]) =>
    urls.has(name) && typeof value === 'string' ? addressForReaders(value) : value;
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, read(name, value)]));
}

/** Addresses that come back as they were shown are the stored ones. */
function keepAddresses(sent: Params, stored: Params | null, fields: Fields): Params {
  const kept = fields.flatMap((field) => {
    const old = stored?.[field.name];
    const isKept = field.kind === 'url' && typeof old === 'string' && old !== '';
    return isKept && sent[field.name] === shownAddress(old, field) ? [[field.name, old] as const] : [];
  });
  return { ...sent, ...Object.fromEntries(kept) };
}

/** Where the web addresses among the settings lead. */
function placesOf(settings: Params, fields: readonly Pick<Field, 'name' | 'kind' | 'initial'>[]): string {
  const urls = fields.filter(({ kind }) => kind === 'url');
  return urls
    .map(({ name, initial = '' }) => String(settings[name] || initial).trim())
    .map((url) => (URL.canParse(url) ? new URL(url).origin : url))
    .join(' ');
}

/**
 * Settings as a form sends them back, with the secrets and addresses that were only shown as hidden. Secrets only, and
 * only while the place they are sent to stays the same: a stored secret does not follow an address to another host.
 * @param stored null: nothing of this kind is stored
 * @throws AppError('bad_params') naming each secret that has to be typed again
 */
export function keepSecrets(
  given: Params,
  stored: Params | null,
  fields: readonly Pick<Field, 'name' | 'kind' | 'initial' | 'hostOnly'>[],
): Params {
  const sent = keepAddresses(given, stored, fields);
  const halves = fields.filter(
    ({ name, kind }) => kind === 'url' && String(sent[name] ?? '').includes(HIDDEN),
  );
  const hidden = fields.filter(({ name, kind }) => kind === 'secret' && sent[name] === HIDDEN);
  const moved = stored !== null && hidden.length > 0 && placesOf(sent, fields) !== placesOf(stored, fields);
  if (moved || halves.length > 0) {
    const faults = [...halves, ...(moved ? hidden : [])].map(({ name }) => ({
      field: name,
      code: 'hidden',
      message: `${name} is hidden and the address is another: type it again`,
    }));
    throw new AppError('bad_params', faults.map(({ message }) => message).join('; '), { faults });
  }
  const kept = Object.fromEntries(hidden.map(({ name }) => [name, stored?.[name] ?? '']));
  return { ...sent, ...kept };
}

/** Shorter parts of an address are words of its service: `send`, `robot`, a version. */
const MIN_KEY_LENGTH = 12;

/** A secret as it may be repeated: whole, or the keys that stand within an address. */
function repeatable(secret: string): readonly string[] {
  if (!URL.canParse(secret)) return [secret];
  const { pathname, searchParams, username, password } = new URL(secret);
  const parts = [...pathname.split('/'), ...searchParams.values(), username, password];
  return [secret, ...parts.filter((part) => part.length >= MIN_KEY_LENGTH)];
}

function valuesOf(settings: Params, fields: Fields, wanted: Field['kind']): readonly string[] {
  const named = fields.filter(({ kind }) => kind === wanted).map(({ name }) => String(settings[name] ?? ''));
  return named.filter((value) => value !== '');
}

/**
 * Takes secrets out of words that came from elsewhere: a far side may repeat what it was sent, and a fault may quote
 * what was asked.
 */
export function withoutSecrets(text: string, settings: Params, fields: Fields): string {
  return valuesOf(settings, fields, 'secret')
    .flatMap(repeatable)
    .reduce(
      (left, secret) => left.replaceAll(secret, HIDDEN).replaceAll(encodeURIComponent(secret), HIDDEN),
      text,
    );
}

/** Takes addresses out as well, but for their host: of words that others see too than those who may change them. */
export function withoutAddresses(text: string, settings: Params, fields: Fields): string {
  return valuesOf(settings, fields, 'url').reduce(withoutAddress, withoutSecrets(text, settings, fields));
}
