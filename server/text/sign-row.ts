/**
 * What it stands for (several, parted by a space), what sets it off, how it is told. Patterns are of bounded
 * width, so that no text can make one slow.
 */
export type SignRow = readonly [names: string, triggers: string, pattern: RegExp];
