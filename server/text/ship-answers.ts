import { writeFileSync } from 'node:fs';
import { createReader, SHIPPED_ANSWERS } from './reader.ts';
import { answerMark } from './training/answer-mark.ts';

/** Run where a list, a rule or a model changes what is read: the version of the reader changes with it. */
writeFileSync(SHIPPED_ANSWERS, `${answerMark(createReader())}\n`);
