let now = $state(Date.now());
setInterval(() => {
  now = Date.now();
}, 1000);

/** The current second, for ages and countdowns; reading it in markup keeps the markup current. */
export const clock = {
  get now(): number {
    return now;
  },
};
