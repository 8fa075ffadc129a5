import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** A folder for all tests of a file. */
export function tempFolderUntilEnd(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tingchao-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
