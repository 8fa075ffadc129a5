import type { Component } from 'svelte';
import type { PageName } from './paths.ts';

/** Pages that are not the first thing anybody opens in a crisis. */
export const LATER_PAGES: Readonly<Partial<Record<PageName, () => Promise<{ default: Component }>>>> = {
  trends: () => import('./pages/Trends.svelte'),
  service: () => import('./pages/Expectations.svelte'),
  reports: () => import('./pages/Reports.svelte'),
  drills: () => import('./pages/Drills.svelte'),
  reviews: () => import('./pages/Reviews.svelte'),
  stories: () => import('./pages/Stories.svelte'),
  labels: () => import('./pages/Labels.svelte'),
  watches: () => import('./pages/Watches.svelte'),
  feeds: () => import('./pages/Feeds.svelte'),
  import: () => import('./pages/Import.svelte'),
  channels: () => import('./pages/Channels.svelte'),
  duty: () => import('./pages/Duty.svelte'),
  routes: () => import('./pages/Routes.svelte'),
  silences: () => import('./pages/Silences.svelte'),
  templates: () => import('./pages/Templates.svelte'),
  accounts: () => import('./pages/Accounts.svelte'),
  system: () => import('./pages/System.svelte'),
  playbooks: () => import('./pages/Playbooks.svelte'),
};
