import type { ServiceScreen } from '../api/service-quality.ts';
import type { Words } from './zh.ts';

/** Which platforms came or went; empty where none did. */
export function oneSidedWord(
  oneSided: ServiceScreen['oneSided'],
  spans: { readonly now: string; readonly before: string },
  words: Words,
): string {
  const { service, common } = words;
  const said = (['before', 'now'] as const).flatMap((side) => {
    const names = oneSided
      .filter(({ missing }) => missing === side)
      .map(({ platform }) => platformName(platform, words));
    return names.length > 0 ? [service.oneSided(names.join(words.sight.listComma), spans[side])] : [];
  });
  return said.join(common.comma);
}

function platformName(platform: string, words: Words): string {
  const platforms: Readonly<Record<string, string>> = words.codes.platform;
  return (Object.hasOwn(platforms, platform) ? platforms[platform] : undefined) ?? platform;
}
