import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import type { AuditPage, AuditProof } from '../../core/screens/access.ts';
import { auditRows, proveAudit, readAuditPage } from '../../db/access/audit.ts';
import { auditLines } from '../../reports/write-audit.ts';
import type { HttpDeps } from '../deps.ts';
import { validate } from '../validate.ts';

const auditQuery = z.object({
  who: z.string().trim().max(80).optional(),
  action: z
    .string()
    .regex(/^[a-z-]+\.[a-z-]+$/)
    .optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .optional(),
});

/** Who changed what. */
export const auditRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/audit', validate('query', auditQuery), async (c) => {
      const { who, action, cursor } = c.req.valid('query');
      const page: AuditPage = await readAuditPage(deps.read, {
        ...(who ? { who } : {}),
        ...(action === undefined ? {} : { action }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return c.json(page);
    })
    .get('/audit.csv', (c) => {
      c.header('Content-Type', 'text/csv; charset=utf-8');
      c.header('Content-Disposition', 'attachment; filename="tingchao-audit.csv"');
      return stream(c, async (out) => {
        for await (const line of auditLines(auditRows(deps.read))) {
          if (out.aborted) return;
          await out.write(line);
        }
      });
    })
    .get('/audit/verify', async (c) => {
      const proof: AuditProof = await proveAudit(deps.read);
      return c.json(proof);
    });
