/** What stands between an honest program and a platform's content. */
export const BARRIERS = [
  'login',
  'signature',
  'visitor-cookie',
  'captcha',
  'firewall',
  'scrambled-text',
  'disguise',
  'robots',
  'terms',
  'legal-letter',
] as const;
export type Barrier = (typeof BARRIERS)[number];

/** Ways by which the same content may come in with its owner's consent. */
export const DOORS = [
  'open-platform',
  'licensed-data',
  'own-export',
  'hotline-table',
  'push',
  'by-hand',
  'bridge',
] as const;
export type Door = (typeof DOORS)[number];

interface Said {
  readonly zh: string;
  readonly en: string;
}

/** A platform, or a part of one, that no source reads; said in the product so that nobody takes silence for calm. */
export interface ClosedPlatform {
  /** Its code, as posts carry it. */
  readonly platform: string;
  /** What of it is closed. */
  readonly scope: Said;
  readonly barriers: readonly Barrier[];
  readonly why: Said;
  /** The first is the best. */
  readonly doors: readonly Door[];
  readonly instead: Said;
}
