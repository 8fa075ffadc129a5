import { offsetAfter } from '../clock-offset.ts';
import { onDated } from '../patience.ts';

let offset = $state(0);
let now = $state(Date.now());

function tick(): void {
  now = Date.now() + offset;
}
setInterval(tick, 1000);
onDated((heard) => {
  const after = offsetAfter(offset, heard);
  if (after === offset) return;
  offset = after;
  tick();
});

/** The current second, for ages and countdowns; reading it in markup keeps the markup current. */
export const clock = {
  /** By the server's clock, as far as its answers tell: deadlines are its own, and the clock of a device may be wrong. */
  get now(): number {
    return now;
  },
  /** How far the clock of this device is behind, ahead where negative. */
  get behind(): number {
    return offset;
  },
};
