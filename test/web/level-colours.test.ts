import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const WEB = path.resolve(import.meta.dirname, '../../web');
/** Whatever draws a level, an alert or a limit that a level begins at. */
const OF_LEVELS = [
  'theme.css',
  'parts/LevelMark.svelte',
  'parts/Clock.svelte',
  'pages/watches/risk/Thresholds.svelte',
  'charts/palette.ts',
  'charts/Sparkline.svelte',
  'charts/VolumeChart.svelte',
  'charts/timeline-marks.ts',
  'charts/ReplayChart.svelte',
];

test('the colours of levels mean levels: nothing else is drawn with them', () => {
  const using = globSync('**/*.{svelte,css,ts}', { cwd: WEB })
    .filter((file) => !/^(dist|node_modules)\b/.test(file))
    .filter((file) => /\blevel-(IV|III|II|I|\$)/.test(readFileSync(path.join(WEB, file), 'utf8')));
  expect(using.filter((file) => !OF_LEVELS.includes(file))).toEqual([]);
});
