import { dutyApi } from '../api/duty.ts';

/**
 * `missing`: this browser cannot; `insecure`: only over https; `blocked`: its user said no; `paused`: it is known, and
 * an administrator switched it off.
 */
export type DeviceState = 'missing' | 'insecure' | 'blocked' | 'off' | 'on' | 'paused';

const WORKER = '/push-worker.js';

async function current(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Whether this device is notified of alerts: the browser would take them, and the server still sends them. */
export async function readDevice(): Promise<DeviceState> {
  if (!isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis)) return 'missing';
  if (Notification.permission === 'denied') return 'blocked';
  const subscription = await current();
  if (subscription === null) return 'off';
  return (await dutyApi.knowsDevice(subscription.endpoint)).known ? 'on' : 'off';
}

/** Asks the reader, then the browser, then tells the server. */
export async function joinWithDevice(input: {
  readonly name: string;
  readonly minLevel: 'IV' | 'III' | 'II' | 'I';
  readonly personId: number | null;
}): Promise<DeviceState> {
  if ((await Notification.requestPermission()) !== 'granted') return readDevice();
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const { publicKey } = await dutyApi.deviceKey();
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  try {
    const told = { ...input, subscription: { endpoint, keys: { p256dh, auth } } };
    return (await dutyApi.joinDevice(told)).active ? 'on' : 'paused';
  } catch (fault) {
    // Nobody would ever send anything to it.
    await subscription.unsubscribe().catch(() => false);
    throw fault;
  }
}

/**
 * The device hears nothing more, whatever the server says; its channel is switched off and stays until somebody deletes
 * it.
 */
export async function leaveWithDevice(): Promise<DeviceState> {
  const subscription = await current();
  if (subscription === null) return readDevice();
  try {
    await dutyApi.leaveDevice(subscription.endpoint);
  } finally {
    await subscription.unsubscribe();
  }
  return readDevice();
}
