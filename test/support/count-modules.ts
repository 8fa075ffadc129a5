import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Loaded before a command: writes down what it and its threads load, one address a line. */
const { LOADED = '' } = process.env;
registerHooks({
  load(url, context, next) {
    appendFileSync(LOADED, `${url}\n`);
    return next(url, context);
  },
});
