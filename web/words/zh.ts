import { zhCodes } from './zh-codes.ts';
import { zhDesk } from './zh-desk.ts';
import { zhLabels } from './zh-labels.ts';
import { zhResponse } from './zh-response.ts';
import { zhSetup } from './zh-setup.ts';

/** Every Chinese word of the pages. `en.ts` mirrors it key by key. */
export const zh = { ...zhDesk, ...zhSetup, ...zhLabels, codes: { ...zhCodes, ...zhResponse } };
export type Words = typeof zh;
