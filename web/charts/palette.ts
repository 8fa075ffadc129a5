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
] as const;
export type Palette = Readonly<Record<(typeof NAMES)[number], string>> & { readonly font: string };

/** The theme's colours as a canvas understands them: tokens are resolved by a probe element. */
export function readPalette(): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colors = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  const font = getComputedStyle(document.body).fontFamily;
  probe.remove();
  return { ...(Object.fromEntries(colors) as Record<(typeof NAMES)[number], string>), font };
}

/** The same colour, thinner: `oklch(… / alpha)`, `rgb(… / alpha)`. */
export function thin(color: string, alpha: number): string {
  return color.startsWith('oklch(') && !color.includes('/')
    ? color.replace(')', ` / ${alpha})`)
    : `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;
}
