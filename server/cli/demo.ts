import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

function readSpeed(given: string | undefined): number {
  const speed = Number(given ?? 1);
  if (speed >= 0.1 && speed <= 100) return speed;
  throw new AppError('bad_request', `--speed ${given} is not a number from 0.1 to 100`);
}

export default defineCommand({
  name: 'demo',
  summary: 'show the product at work on replayed public data and a labelled story',
  help: `
usage: tingchao demo [--speed N]

Replays recorded public pages (a Baidu hot board, a news feed, V2EX topics) and a fictional story,
labelled 演示, through the real crawlers from a server on this machine: a heating utility, 28 quiet days,
then the first cold day. Within two minutes its alert climbs from blue over yellow and orange to red. Uses the
folder TINGCHAO_DATA (default ./data/demo), made anew at each start; nothing else is left behind. With
DATABASE_URL it wants an empty database, or one that an earlier demo has made.
--speed 4 tells the story four times as fast. SIGINT (Ctrl-C) stops it.`,
  async run(args, io) {
    const { options } = readArguments(args, [], { speed: 'text' });
    const speed = readSpeed(options.speed);
    const { demo } = await import('./work/demo.ts');
    return demo(speed, io);
  },
});
