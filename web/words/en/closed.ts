import type { zhClosed } from '../zh/closed.ts';

export const enClosed: typeof zhClosed = {
  closed: {
    title: 'Platforms that are not crawled',
    hint: 'Tingchao bypasses no login, signature or captcha and fetches nothing its owner forbids. So these platforms have no source: their absence from the charts does not mean that nobody is talking there.',
    platform: 'Platform',
    scope: 'What is not crawled',
    barriers: 'What stands in the way',
    first: 'First choice instead',
    why: 'Why not',
    instead: 'What to do instead',
    ways: 'Other ways in',
    toImport: 'Open import',
    basis:
      "From public sources of 2025 and 2026 (including others' readings of robots.txt), not tested site by site. Rules change at any time; ask counsel before you use any of these ways.",
    barrier: {
      login: 'login',
      signature: 'signed requests',
      'visitor-cookie': "visitor's cookie",
      captcha: 'slider or captcha',
      firewall: 'firewall',
      'scrambled-text': 'scrambled text',
      disguise: 'posing as its app',
      robots: 'barred by robots.txt',
      terms: 'barred by its terms',
      'legal-letter': 'legal letter',
    },
    door: {
      'open-platform': 'Official open platform',
      'licensed-data': 'Licensed data',
      'own-export': 'Your own export',
      'hotline-table': '12345 hotline table',
      push: 'Push',
      'by-hand': 'By hand',
      bridge: 'Your own RSS bridge',
    },
    how: {
      'open-platform': 'Apply to the platform, read its official API, and push the results.',
      'licensed-data':
        'Buy it from the platform or a licensed vendor and import the exported table; its columns are remembered.',
      'own-export':
        'Export the comments on your own accounts and stores from the official console and import them; nothing is counted twice.',
      'hotline-table': "Import the table of cases as the hotline's system exports it.",
      push: 'Make a token under Import and have the other system send to POST /api/ingest.',
      'by-hand': 'Colleagues put link, text and time into a table and import it.',
      bridge:
        'Run RSSHub or RSS-Bridge yourself and add its address as a feed. Only for sites that allow programs, by routes without a login or a fingerprint; most of the platforms above do not qualify.',
    },
  },
};
