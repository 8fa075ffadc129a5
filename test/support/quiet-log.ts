const ignore = () => undefined;

/** A log for tests that nothing is read from. */
export const QUIET_LOG = { info: ignore, warn: ignore, error: ignore };
