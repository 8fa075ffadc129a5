import type { Field } from '../server/core/feed/source.ts';

/** What to look for, where a site's own search takes words. */
export const QUERY: Field = {
  name: 'query',
  kind: 'text',
  label: { zh: '搜索词', en: 'Query' },
  hint: { zh: '按对方站内搜索的写法；境外站点多用英文名', en: "As the site's own search takes it" },
  required: true,
};

/** How far one run reaches back, where newest come first and most runs need one page only. */
export function pagesField(each: number): Field {
  return {
    name: 'pages',
    kind: 'number',
    label: { zh: '每次取几页', en: 'Pages a run' },
    hint: { zh: `每页 ${each} 条，更新很快时才需要多页`, en: `${each} on each; more only where many come` },
    required: false,
    initial: 1,
    min: 1,
    max: 10,
  };
}
