import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { AppError } from '../core/errors.ts';
import type { Access } from './deps.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The name in a Host header or an origin, without its port. IPv6 keeps its brackets. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/**
 * Answers only to the names it was set up under. A page elsewhere that points its own name at this
 * machine (DNS rebinding) sends that name in Host and is turned away.
 */
export function guardHost(access: Access): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    if (access.hosts !== null && !access.hosts.has(hostName(host))) {
      throw new AppError('forbidden_origin', `this server does not answer to the name ${host.slice(0, 100)}`);
    }
    await next();
  };
}

/**
 * A sealed link is all the power there is behind it: no cookie is looked at, so that a page elsewhere can do no more
 * there than whoever was sent the link. Apps that show messages in a browser press its button from a page of their own.
 */
const SEALED = /^\/go\/[^/]+$/;

/** Writes come from our own pages, or from a program that names no page at all. */
export function guardOrigin(access: Access): MiddlewareHandler {
  return async (c, next) => {
    if (!READS.has(c.req.method) && !SEALED.test(c.req.path)) {
      const site = c.req.header('sec-fetch-site');
      const origin = c.req.header('origin');
      const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
      // A browser that is told to name no page names none to us either; of what site it is it says all the same.
      const unnamed = origin === 'null' && site === 'same-origin';
      if (
        foreign ||
        (origin !== undefined && !unnamed && !isOurs(origin, c.req.header('host') ?? '', access))
      ) {
        throw new AppError('forbidden_origin', 'a page of another site may not change anything here');
      }
    }
    await next();
  };
}

function isOurs(origin: string, host: string, access: Access): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  // Behind a proxy the port in Host can differ from the one in the address bar; the name cannot.
  return (
    page.host === host.toLowerCase() || (access.secure && access.hosts?.has(hostName(page.host)) === true)
  );
}

/**
 * Headers of every answer. Scripts only from here and none inline, so crawled text that slipped through
 * as markup still could not run. Inline style attributes stay allowed: Svelte and the charts set sizes.
 */
export function headers(access: Access): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
    },
    // No other site learns where its reader came from. With 'no-referrer' a browser sends our own forms without an origin.
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    strictTransportSecurity: access.secure ? 'max-age=31536000' : false,
  });
}
