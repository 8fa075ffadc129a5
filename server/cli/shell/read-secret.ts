import { AppError } from '../../core/errors.ts';
import type { CommandIO } from './command.ts';

/** More than any password has. */
const MAX_SECRET_LENGTH = 4_096;

/** The first line of what is piped in; null where nothing is, or somebody sits at the keyboard. */
export async function readSecret({ stdin }: Pick<CommandIO, 'stdin'>): Promise<string | null> {
  if ('isTTY' in stdin && stdin.isTTY === true) return null;
  const decoder = new TextDecoder('utf-8');
  let text = '';
  for await (const chunk of stdin) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('\n')) break;
    if (text.length > MAX_SECRET_LENGTH)
      throw new AppError('bad_request', 'the password on stdin is too long');
  }
  const line = (text + decoder.decode()).split('\n')[0]?.replace(/\r$/, '') ?? '';
  return line === '' ? null : line;
}
