import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

export default defineCommand({
  name: 'secret',
  summary: 'change the key of links and logins, when a secret or a backup fell into wrong hands',
  help: `
usage: tingchao secret rotate [--keep-sessions]

Makes a new key for the links in messages (/go/…, which show and confirm an alert without a login) and ends all
sessions; both in one transaction, written down in the log of changes, on either engine. Safe while servers and
workers run: they use the new key at once. Prints {"links":"changed","sessions":N,"pseudonyms":"kept"}.
  --keep-sessions   leave everybody logged in
What changes: links in messages that were sent before open nothing any more (people log in instead), and the next
login from a known browser is one from an unknown browser.
What stays: the pseudonyms of authors, so that the same author goes on being the same. Names are not kept, and a
pseudonym cannot be made anew without the name: another key (TINGCHAO_SECRET, or the file author-key) would make
everybody somebody else, which is why no process starts with another one. Whoever has the key AND the database or a
backup can tell whether a name that they already know is among the authors; keep backups as you keep the database.
What else somebody with a backup knows is changed where it comes from: passwords (user password NAME), tokens of
programs (pages Import and Health), keys of channels and sources (their forms), TINGCHAO_TOKEN and the password of
the database (environment).`,
  async run([what, ...args], io) {
    if (what !== 'rotate') throw new AppError('bad_request', 'say what to do: tingchao secret rotate');
    const { options } = readArguments(args, [], { 'keep-sessions': 'flag' });
    const config = parseConfig(io.env);
    const { rotate } = await import('./work/secret.ts');
    return rotate(config, { keepSessions: options['keep-sessions'] }, io);
  },
});
