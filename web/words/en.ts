import { enCodes } from './en-codes.ts';
import { enDesk } from './en-desk.ts';
import { enLabels } from './en-labels.ts';
import { enResponse } from './en-response.ts';
import { enSetup } from './en-setup.ts';
import type { Words } from './zh.ts';

/** The English mirror of `zh.ts`: the compiler and a test keep the keys the same. */
export const en: Words = { ...enDesk, ...enSetup, ...enLabels, codes: { ...enCodes, ...enResponse } };
