import type { ImportFileRow } from '../../api/import.ts';
import { RequestFault, readFault } from '../../fault.ts';
import { toLines } from './json-lines.ts';

/** JSON that is one list or object is turned into lines here; larger files must come as lines. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

async function asLines(file: File): Promise<Blob> {
  if (!/\.json$/i.test(file.name) || file.size > MAX_JSON_BYTES) return file;
  try {
    return new Blob([toLines(await file.text())]);
  } catch {
    // Perhaps lines already: the server says what it is.
    return file;
  }
}

/** Sends a file to the inbox (of posts, or of surveys) and tells how far it is, 0..1. Fetch cannot. */
export async function upload(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
  to = '/api/imports',
): Promise<Pick<ImportFileRow, 'id' | 'name'>> {
  const body = await asLines(file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${to}?name=${encodeURIComponent(file.name.slice(0, 200))}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve(request.response as ImportFileRow);
      else reject(readFault(request.status, request.response));
    };
    request.onerror = () => reject(new RequestFault('offline', 'the upload broke off', 0));
    request.onabort = () => reject(new RequestFault('aborted', 'the upload was cancelled', 0));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}
