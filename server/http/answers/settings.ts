import { z } from 'zod';
import type { WatchRow } from '../../core/screens/settings.ts';
import { answerOf, count, id, level } from './answer.ts';
import { held } from './overview.ts';

const words = z.array(z.string());

export const watchList = answerOf<readonly WatchRow[]>()(
  'WatchList',
  z.array(
    z.object({
      id,
      name: z.string(),
      active: z.boolean(),
      rule: z.object({ any: words, all: words, none: words }),
      people: words,
      rivals: words,
      sources: words,
      mentions24h: count,
      level: level.nullable(),
      riskIndex: z.number().nullable(),
      held,
      mark: z.string().describe('Changes with each change of the watch'),
    }),
  ),
);
