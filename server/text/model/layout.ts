/**
 * Columns of the weight table. An expert is what the model learnt from one kind of text; a gate says
 * how much a text is of that kind. Two-way experts hold one column (log-odds of positive), six-way ones
 * a column for each emotion.
 */
export const GATES = [
  'review',
  'post',
  'repost',
  'feeling',
  'epidemic',
  'car',
  'restaurant',
  'petition',
  'app',
  'news',
] as const;
export type Gate = (typeof GATES)[number];

export const COLUMN = {
  review: 0,
  post: 1,
  repost: 2,
  feeling: 3,
  epidemic: 9,
  car: 15,
  gate: 18,
} as const;

/** Bytes of a row: a whole number of 32-bit words. */
export const COLUMNS = COLUMN.gate + GATES.length;

/** Order of the six emotions in their columns; the names are those of `EMOTIONS`. */
export const EMOTION_COLUMNS = ['anger', 'sadness', 'fear', 'joy', 'surprise', 'neutral'] as const;
