import { Hono } from 'hono';
import { z } from 'zod';
import type { CompareScreen, TrendsScreen } from '../../core/screens/trends.ts';
import { ANNOTATION_KINDS, type Annotation, checkAnnotation } from '../../core/series/annotation.ts';
import { readSubjects } from '../../core/series/subjects.ts';
import { BASES } from '../../core/series/trend-window.ts';
import { createAnnotation, removeAnnotation, updateAnnotation } from '../../db/reading/annotations.ts';
import { readTrends } from '../../db/views/trends/trends.ts';
import { readCompare } from '../../db/views/trends/trends-compare.ts';
import { trendsAnswer } from '../answers/trends.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { rangeOf } from '../range.ts';
import { cutWatches } from '../reader.ts';
import { by, idNumber, idParam, instant, rangeQuery, seen, validate } from '../validate.ts';

const MAX_SUBJECTS = 6;
const SUBJECT = /^(touch|servqual|sev|intent|area|term|watch)\../;

const trendsQuery = rangeQuery.extend({ basis: z.enum(BASES).default('before') });

/** `of`: what to compare, parted by commas; one within a subject is written `%2C`. */
const compareQuery = rangeQuery.extend({
  of: z
    .string()
    .max(1_000)
    .transform(readSubjects)
    .refine((list) => list.length > 0 && list.length <= MAX_SUBJECTS, 'must name one to six subjects')
    .refine((list) => list.every((subject) => SUBJECT.test(subject)), 'names something unknown'),
});

const annotationBody = z.object({
  by,
  watchId: idNumber.nullable(),
  kind: z.enum(ANNOTATION_KINDS),
  text: z.string().max(500, 'is longer than 500 characters'),
  at: instant,
  until: instant.nullable().default(null),
});
/** `seen`: when it was changed last as the writer saw it, "0" for never. */
const annotationChange = annotationBody.extend({ seen });
const removeBody = z.object({ by, seen });

const TRENDS = described({
  id: 'getTrends',
  tag: 'trends',
  en: 'Topics, words, platforms and places of a stretch of time beside the time before, and its timeline',
  zh: '一段时间的话题、词语、平台、地区，与此前对比，以及时间曲线',
  limited: 'watch',
  answer: trendsAnswer,
});
const COMPARE = described({
  id: 'compareSubjects',
  tag: 'trends',
  en: 'Up to six subjects or watches side by side',
  zh: '最多六个话题或方案并排对比',
  limited: 'refused',
});

const screenRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/trends', TRENDS, validate('query', trendsQuery), async (c) => {
      const { basis, ...range } = c.req.valid('query');
      const screen: TrendsScreen = await readTrends(deps.read, { ...rangeOf(range, deps.now()), basis });
      return c.json(cutWatches(c, screen));
    })
    .get('/trends/compare', COMPARE, validate('query', compareQuery), async (c) => {
      const { of: subjects, ...range } = c.req.valid('query');
      const screen: CompareScreen = await readCompare(deps.read, {
        ...rangeOf(range, deps.now()),
        subjects,
      });
      return c.json(screen);
    });

const annotationRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/annotations', validate('json', annotationBody), async (c) => {
      const { by: who, ...input } = c.req.valid('json');
      const made: Annotation = await createAnnotation(deps.write, checkAnnotation(input), {
        by: who,
        now: deps.now(),
      });
      return c.json(made, 201);
    })
    .put('/annotations/:id', validate('param', idParam), validate('json', annotationChange), async (c) => {
      const { by: who, seen: last, ...input } = c.req.valid('json');
      const { id } = c.req.valid('param');
      const changed: Annotation = await updateAnnotation(deps.write, id, checkAnnotation(input), {
        by: who,
        now: deps.now(),
        seen: last,
      });
      return c.json(changed);
    })
    .post('/annotations/:id/remove', validate('param', idParam), validate('json', removeBody), async (c) => {
      const { id } = c.req.valid('param');
      await removeAnnotation(deps.write, id, { ...c.req.valid('json'), now: deps.now() });
      return c.json({ ok: true });
    });

/** What people speak of and how that changes, side by side, and what is written beside the timeline. */
export const trendRoutes = (deps: HttpDeps) =>
  new Hono().route('/', screenRoutes(deps)).route('/', annotationRoutes(deps));
