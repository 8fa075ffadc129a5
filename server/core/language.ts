/** Languages in which a page can be shown. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * What a browser would rather read, by its Accept-Language; Chinese where it says neither. Among equals the first one
 * named comes first.
 */
export function preferredLanguage(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').flatMap((part) => {
    const [range = '', ...rest] = part.trim().toLowerCase().split(';');
    const q = rest.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
    const weight = q === undefined ? 1 : Number(q);
    const language = LANGUAGES.find((each) => range === each || range.startsWith(`${each}-`));
    return language === undefined || !(weight > 0) ? [] : [{ language, weight }];
  });
  return wanted.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? 'zh';
}
