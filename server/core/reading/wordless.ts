/**
 * Why an entry gives no post although it is just what its source knows: it has no words to read, or they
 * are not ours to read. A page of nothing but these has not changed its shape.
 */
export const WORDLESS: ReadonlySet<string> = new Set([
  'only a picture or file',
  'service notice',
  'rating without words',
  'author asks not to be shown outside',
]);
