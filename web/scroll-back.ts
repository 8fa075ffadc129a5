const PATIENCE_MS = 3_000;

/**
 * Back to where the reader had scrolled to. A page that still loads is too short for the browser to do so itself: it is
 * done as soon as the page is long enough, unless the reader moves first.
 */
export function scrollBack(y: number): void {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const grown = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight < y + innerHeight) return;
    scrollTo(0, y);
    end();
  });
  grown.observe(document.body);
  ended.signal.addEventListener('abort', () => grown.disconnect());
  for (const move of ['wheel', 'touchstart', 'keydown', 'pointerdown', 'popstate'])
    addEventListener(move, end, { signal: ended.signal });
  setTimeout(end, PATIENCE_MS);
}
