import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const PLACES: Readonly<Record<string, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap(
    (file) =>
      [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap(
        (folder) => (folder ? [path.win32.join(folder, file)] : []),
      ),
  ),
  linux: ['/snap/bin/chromium', '/opt/google/chrome/chrome'],
};
const CACHES: Readonly<Record<string, string>> = {
  darwin: path.join(homedir(), 'Library/Caches/ms-playwright'),
  win32: path.join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
  linux: path.join(homedir(), '.cache/ms-playwright'),
};
const IN_CACHE = [
  'chrome-linux64/chrome',
  'chrome-linux/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win/chrome.exe',
];

function onPath(): string[] {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return [...folders, '/usr/bin'].flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
}

function inCache(): string[] {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? CACHES[process.platform] ?? '';
  if (!existsSync(cache)) return [];
  const versions = readdirSync(cache).filter((name) => name.startsWith('chromium-'));
  return versions.flatMap((version) => IN_CACHE.map((file) => path.join(cache, version, file)));
}

/** Where Chromium is: CHROMIUM_PATH first, then the usual places. Throws words that say what to install. */
export function findChromium(): string {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (existsSync(wanted)) return wanted;
    throw new Error(`CHROMIUM_PATH names ${wanted}, and there is nothing.`);
  }
  const found = [...onPath(), ...(PLACES[process.platform] ?? []), ...inCache()].find((file) =>
    existsSync(file),
  );
  if (found) return found;
  throw new Error(
    [
      'The browser tests need Chromium or Chrome, and none is installed in the usual places.',
      '  Debian, Ubuntu:  sudo apt-get install -y chromium fonts-noto-cjk   (Ubuntu: snap install chromium)',
      '  macOS:           brew install --cask google-chrome',
      '  Windows:         winget install Google.Chrome',
      'Or say where one is: CHROMIUM_PATH=/path/to/chrome npm test',
    ].join('\n'),
  );
}

/** What Chromium is to leave out. It heeds the last such list only: what Playwright leaves out is named again. */
const LEFT_OUT = [
  // Each window would load two pages of its address bar, which nobody sees: two thirds of what a window costs.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  // A process made ahead of each window that may come, when most go on with the one they have.
  'SpareRendererForSitePerProcess',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'PaintHolding',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'ThirdPartyStoragePartitioning',
  'TcpPortRandomizationWin',
  'LensOverlay',
  'MediaRouter',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/** Starts Chromium without a window and without calls to anywhere. The caller closes it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      `--disable-features=${LEFT_OUT.join()}`,
    ],
  });
}
