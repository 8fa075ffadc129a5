const NAMES = [
  'ink',
  'muted',
  'line',
  'surface',
  'negative',
  'neutral',
  'positive',
  'accent',
  'level-IV',
  'level-III',
  'level-II',
  'level-I',
  'raised',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
] as const;
export type Palette = Readonly<Record<(typeof NAMES)[number], string>> & { readonly font: string };

/** The theme's colours as a canvas understands them: tokens are resolved by a probe element. */
export function readPalette(): Palette {
  const found = resolveColors(NAMES.map((name) => `var(--${name})`));
  const colors = NAMES.map((name, i) => [name, found[i] ?? ''] as const);
  const font = getComputedStyle(document.body).fontFamily;
  return { ...(Object.fromEntries(colors) as Record<(typeof NAMES)[number], string>), font };
}

/** CSS colours, tokens and mixes among them, as a canvas understands them. */
export function resolveColors(wanted: readonly string[]): readonly string[] {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const found = wanted.map((color) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return found;
}

/** The same colour, thinner: `oklch(… / alpha)`, `rgb(… / alpha)`. */
export function thin(color: string, alpha: number): string {
  return color.startsWith('oklch(') && !color.includes('/')
    ? color.replace(')', ` / ${alpha})`)
    : `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;
}
