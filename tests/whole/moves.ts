// What moves on a page without anybody having touched it.
import type { Page } from 'playwright-core';

declare global {
  var moves: { value: number; what: string[] }[];
}

/** Notes each shift of the layout, from the first instant on. */
export const noteMoves = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    globalThis.moves = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node?: Element }[];
      })[])
        if (!entry.hadRecentInput)
          globalThis.moves.push({
            value: entry.value,
            what: entry.sources.map(({ node }) => node?.id || node?.nodeName || '?'),
          });
    }).observe({ type: 'layout-shift', buffered: true });
  });

/** Two frames are painted and what was observed until then is told. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done()))),
      ),
  );
