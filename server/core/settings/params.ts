import { AppError } from '../errors.ts';
import type { Field, Params } from '../feed/source.ts';
import { listed } from './chat-settings.ts';

/** One field of a source's or channel's settings that cannot be used as given. */
export interface ParamFault {
  readonly field: string;
  readonly code:
    | 'missing'
    | 'unknown'
    | 'not-a-number'
    | 'out-of-range'
    | 'not-a-url'
    | 'not-a-mail-server'
    | 'not-an-option'
    | 'not-a-boolean'
    | 'not-an-email'
    | 'too-long'
    /** A stored secret that is not sent to another host than before. */
    | 'hidden';
  readonly message: string;
}

const MAX_PARAM_LENGTH = 4_000;
const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/;

type Raw = Readonly<Record<string, string | number | boolean>>;
type ReadValue =
  | { readonly value: string | number | boolean }
  | { readonly fault: Omit<ParamFault, 'field'> };

function readNumber(field: Field, raw: string | number | boolean): ReadValue {
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { fault: { code: 'not-a-number', message: `${field.name} must be a number` } };
  }
  const low = field.min ?? Number.NEGATIVE_INFINITY;
  const high = field.max ?? Number.POSITIVE_INFINITY;
  if (value >= low && value <= high) return { value };
  return { fault: { code: 'out-of-range', message: `${field.name} must be between ${low} and ${high}` } };
}

function readBoolean(field: Field, raw: string | number | boolean): ReadValue {
  if (raw === true || raw === 'true' || raw === '1') return { value: true };
  if (raw === false || raw === 'false' || raw === '0') return { value: false };
  return { fault: { code: 'not-a-boolean', message: `${field.name} must be true or false` } };
}

/** Whether it is asked or written to by one of these protocols, at a host. */
function isAddress(text: string, protocols: RegExp): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host } = new URL(text);
  return protocols.test(protocol) && host !== '';
}

function readText(field: Field, raw: string | number | boolean): ReadValue {
  const value = String(raw).trim();
  const fault = (code: ParamFault['code'], message: string): ReadValue => ({ fault: { code, message } });
  if (value.length > MAX_PARAM_LENGTH)
    return fault('too-long', `${field.name} is longer than ${MAX_PARAM_LENGTH} characters`);
  if ((field.kind === 'url' || field.address === 'web') && !isAddress(value, /^https?:$/)) {
    return fault('not-a-url', `${field.name} must be an http:// or https:// address`);
  }
  if (field.address === 'mail-server' && !isAddress(value, /^smtps?:$/)) {
    return fault('not-a-mail-server', `${field.name} must be an smtp:// or smtps:// address`);
  }
  if (field.kind === 'select' && !field.options?.some((option) => option.value === value)) {
    const known = field.options?.map((option) => option.value).join(', ') ?? '';
    return fault('not-an-option', `${field.name} must be one of: ${known}`);
  }
  if (field.kind === 'email-list' && !listed(value).every((part) => EMAIL.test(part))) {
    return fault('not-an-email', `${field.name} must be e-mail addresses separated by commas`);
  }
  return { value };
}

function readField(field: Field, raw: string | number | boolean): ReadValue {
  if (field.kind === 'number') return readNumber(field, raw);
  if (field.kind === 'boolean') return readBoolean(field, raw);
  return readText(field, raw);
}

/**
 * Settings as a form or a command line gives them (text allowed for numbers and booleans) become typed
 * `Params`. Empty fields fall back to `initial`, optional ones stay absent.
 * Throws AppError('bad_params') that names every fault at once in `details.faults`.
 */
export function readParams(fields: readonly Field[], raw: Raw): Params {
  const params: Record<string, string | number | boolean> = {};
  const faults: ParamFault[] = Object.keys(raw)
    .filter((name) => !fields.some((field) => field.name === name))
    .map((name) => ({ field: name, code: 'unknown', message: `there is no setting named ${name}` }));
  for (const field of fields) {
    const given = raw[field.name] === '' ? undefined : raw[field.name];
    const value = given ?? field.initial;
    if (value === undefined || value === '') {
      if (field.required)
        faults.push({ field: field.name, code: 'missing', message: `${field.name} is required` });
      continue;
    }
    const read = readField(field, value);
    if ('fault' in read) faults.push({ field: field.name, ...read.fault });
    else params[field.name] = read.value;
  }
  if (faults.length > 0) {
    throw new AppError('bad_params', faults.map((fault) => fault.message).join('; '), { faults });
  }
  return params;
}
