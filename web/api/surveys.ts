import type {
  KeptSurvey,
  Survey,
  SurveyInput,
  SurveyInspection,
  SurveyMapping,
  SurveyScreen,
  SurveysScreen,
  SurveyTerms,
} from '../../server/core/screens/surveys.ts';
import { client, done, param, take, within } from './client.ts';

export type * from '../../server/core/screens/surveys.ts';

interface Signed {
  readonly by: string;
  /** The mark of what the writer saw. */
  readonly seen: string;
}
interface Days {
  readonly from: number;
  readonly to: number;
}

const sent = ({ uses, scale, ces, reversed, npsSure }: SurveyMapping) => ({
  uses: { ...uses },
  scale,
  ces: { ...ces },
  reversed: [...reversed],
  npsSure,
});

/** Every request of surveys but the upload itself, which tells how far it is. Times are epoch milliseconds. */
export const surveyApi = {
  screen: (watch: string, signal?: AbortSignal): Promise<SurveysScreen> =>
    take<SurveysScreen>(client.surveys.$get({ query: watch ? { watch } : {} }, within(signal))),
  one: (id: number, signal?: AbortSignal): Promise<SurveyScreen> =>
    take<SurveyScreen>(client.surveys[':id'].$get({ param: param(id) }, within(signal))),
  /** Null: as guessed, of whatever days. */
  inspect: (
    id: number,
    mapping: SurveyMapping | null,
    days: Days | null,
    signal?: AbortSignal,
  ): Promise<SurveyInspection> => {
    const json = { mapping: mapping === null ? null : sent(mapping), days };
    return take<SurveyInspection>(
      client.surveys.files[':id'].inspect.$post({ param: param(id), json }, within(signal)),
    );
  },
  drop: (id: number) => done(client.surveys.files[':id'].$delete({ param: param(id) })),
  keep: (file: number, { mapping, ...input }: SurveyInput, by: string): Promise<KeptSurvey> =>
    take<KeptSurvey>(client.surveys.$post({ json: { ...input, file, by, mapping: sent(mapping) } })),
  amend: (id: number, json: SurveyTerms & Signed): Promise<Survey> =>
    take<Survey>(client.surveys[':id'].$put({ param: param(id), json })),
  remove: (id: number, json: Signed) => done(client.surveys[':id'].remove.$post({ param: param(id), json })),
};
