import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Survey, SurveyScreen, SurveysScreen } from '../../core/screens/surveys.ts';
import { SCALES, SURVEY_USES } from '../../core/survey/survey-use.ts';
import { amendSurvey, removeSurvey } from '../../db/service/survey-changes.ts';
import { readSurvey, readSurveys } from '../../db/views/service/surveys.ts';
import { demandFile, dropFile, receiveFile } from '../../flows/import/receive-file.ts';
import { surveyLines } from '../../reports/write-survey.ts';
import { announceSettings } from '../announce.ts';
import { surveyList } from '../answers/surveys.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { cutWatches } from '../reader.ts';
import { by, idNumber, idParam, instant, seen, validate, watchQuery } from '../validate.ts';

const INSPECT_MS = 60_000;
/** Some thousand texts a second are read. */
const KEEP_MS = 180_000;

const scale = z.literal(SCALES);
const mapping = z.strictObject({
  uses: z.record(z.string().min(1).max(500), z.enum(SURVEY_USES)),
  scale,
  ces: z.strictObject({ scale, better: z.enum(['high', 'low']) }),
  reversed: z.array(z.string().min(1).max(500)).max(500).default([]),
  npsSure: z.boolean().default(false),
});
const days = z.strictObject({ from: instant, to: instant });
const terms = z.object({ name: z.string().max(2_000), ...days.shape });
const inspectBody = z.object({ mapping: mapping.nullable(), days: days.nullable().default(null) });
const keepBody = terms.extend({
  by,
  mapping,
  file: idNumber,
  watchId: idNumber,
});
const amendBody = terms.extend({ by, seen });
const removeBody = z.object({ by, seen });
const nameQuery = z.object({ name: z.string().trim().min(1).max(200) });

const LIST = described({
  id: 'getSurveys',
  tag: 'service',
  en: 'Surveys with their figures, each beside the one before it',
  zh: '问卷的各项数值，与上一次相比',
  limited: 'watch',
  answer: surveyList,
});

const flowOf = (deps: HttpDeps) => ({ ...deps, db: deps.write });

/** Files on their way to become a survey; none of them is ever imported as posts. */
const fileRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/surveys/files', validate('query', nameQuery), async (c) => {
      const { body } = c.req.raw;
      if (body === null) throw new AppError('bad_file', 'the file is empty');
      const { name } = c.req.valid('query');
      const id = await receiveFile(flowOf(deps), { name, bytes: body, via: 'survey' });
      return c.json({ id, name }, 201);
    })
    .post(
      '/surveys/files/:id/inspect',
      validate('param', idParam),
      validate('json', inspectBody),
      async (c) => {
        const { id } = c.req.valid('param');
        await demandFile(deps.read, id, 'survey');
        const asked = { importId: id, ...c.req.valid('json') };
        const inspection = await deps.queue.ask('inspect-survey', asked, INSPECT_MS);
        return c.json(inspection);
      },
    )
    .delete('/surveys/files/:id', validate('param', idParam), async (c) => {
      const { id } = await demandFile(deps.read, c.req.valid('param').id, 'survey');
      await dropFile(flowOf(deps), id);
      return c.body(null, 204);
    });

/** What people say when they are asked, beside what they say in public. */
const keptRoutes = (deps: HttpDeps) => {
  return new Hono()
    .get('/surveys', LIST, validate('query', watchQuery), async (c) => {
      const { watch = null } = c.req.valid('query');
      const screen: SurveysScreen = await readSurveys(deps.read, { watchId: watch, now: deps.now() });
      return c.json(cutWatches(c, screen));
    })
    .get('/surveys/:id', validate('param', idParam), async (c) => {
      const screen: SurveyScreen = await readSurvey(deps.read, c.req.valid('param').id);
      return c.json(screen);
    })
    .get('/surveys/:id/figures.csv', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      const text = [...surveyLines(await readSurvey(deps.read, id))].join('');
      c.header('Content-Type', 'text/csv; charset=utf-8');
      c.header('Content-Disposition', `attachment; filename="tingchao-survey-${id}.csv"`);
      return c.body(text);
    })
    .post('/surveys', validate('json', keepBody), async (c) => {
      const { file, ...input } = c.req.valid('json');
      await demandFile(deps.read, file, 'survey');
      const asked = { importId: file, ...input };
      const kept = await deps.queue.ask('keep-survey', asked, KEEP_MS);
      if (!kept.known) announceSettings(deps, 'surveys');
      return c.json(kept, kept.known ? 200 : 201);
    })
    .put('/surveys/:id', validate('param', idParam), validate('json', amendBody), async (c) => {
      const { by: who, seen: mark, ...input } = c.req.valid('json');
      const signed = { by: who, now: deps.now(), seen: mark };
      const amended: Survey = await amendSurvey(deps.write, c.req.valid('param').id, input, signed);
      announceSettings(deps, 'surveys');
      return c.json(amended);
    })
    .post('/surveys/:id/remove', validate('param', idParam), validate('json', removeBody), async (c) => {
      await removeSurvey(deps.write, c.req.valid('param').id, { seen: c.req.valid('json').seen });
      announceSettings(deps, 'surveys');
      return c.json({ ok: true });
    });
};

export const surveyRoutes = (deps: HttpDeps) =>
  new Hono().route('/', fileRoutes(deps)).route('/', keptRoutes(deps));
