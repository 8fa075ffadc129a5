import { Hono } from 'hono';
import { DEFAULT_RISK_SETTING } from '../../core/risk/risk-setting.ts';
import type { RiskPreview, RiskSettingScreen } from '../../core/screens/screens.ts';
import { getRiskSetting, listSettingVersions } from '../../db/alert/risk-settings.ts';
import { requireWatch } from '../../db/watch/watches.ts';
import { previewRisk } from '../../flows/detect/preview-risk.ts';
import { type SetRiskInput, setRisk } from '../../flows/detect/set-risk.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { previewBody, resetBody, revertBody, settingBody } from '../risk-setting-input.ts';
import { idParam, validate } from '../validate.ts';

const MAX_VERSIONS = 50;

async function screenOf(deps: HttpDeps, watchId: number): Promise<RiskSettingScreen> {
  await requireWatch(deps.read, watchId);
  const { version: _, ...shipped } = DEFAULT_RISK_SETTING;
  return {
    watchId,
    setting: await getRiskSetting(deps.read, watchId),
    shipped,
    history: await listSettingVersions(deps.read, watchId, MAX_VERSIONS),
  };
}

/** Puts it in force; the worker grades by it at once. */
async function put(deps: HttpDeps, input: SetRiskInput): Promise<RiskSettingScreen> {
  await setRisk({ db: deps.write, now: deps.now }, input);
  announceSettings(deps, 'watches');
  await deps.queue.add('detect', { watchIds: [input.watchId] });
  return screenOf(deps, input.watchId);
}

export const riskSettingRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/watches/:id/risk-setting', validate('param', idParam), async (c) =>
      c.json(await screenOf(deps, c.req.valid('param').id)),
    )
    .put(
      '/watches/:id/risk-setting',
      validate('param', idParam),
      validate('json', settingBody),
      async (c) => {
        const { setting, ...signed } = c.req.valid('json');
        const wish = { kind: 'saved', setting } as const;
        return c.json(await put(deps, { watchId: c.req.valid('param').id, ...signed, wish }));
      },
    )
    .post(
      '/watches/:id/risk-setting/revert',
      validate('param', idParam),
      validate('json', revertBody),
      async (c) => {
        const { version, ...signed } = c.req.valid('json');
        const wish = { kind: 'reverted', version } as const;
        return c.json(await put(deps, { watchId: c.req.valid('param').id, ...signed, wish }));
      },
    )
    .post(
      '/watches/:id/risk-setting/reset',
      validate('param', idParam),
      validate('json', resetBody),
      async (c) => {
        const wish = { kind: 'reset' } as const;
        return c.json(await put(deps, { watchId: c.req.valid('param').id, ...c.req.valid('json'), wish }));
      },
    )
    .post(
      '/watches/:id/risk-setting/preview',
      validate('param', idParam),
      validate('json', previewBody),
      async (c) => {
        const { read: db, detectors, playbooks, now } = deps;
        const input = { watchId: c.req.valid('param').id, ...c.req.valid('json') };
        const preview: RiskPreview = await previewRisk({ db, detectors, playbooks, now }, input);
        return c.json(preview);
      },
    );
