// Where attacks are let in and watched: whatever runs, asks, moves or opens is noted.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import type { Stage } from './stage.ts';

/** The attack strings that are shipped with the demo's data. */
export function attacks(): string[] {
  const file = new URL('../../demo/data/attacks/xss.ndjson.gz', import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as { payload: string }).payload);
}

/** A list in pieces. */
export function batches<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );
}

/** A context in which nothing can happen unnoticed. Requests to anybody else are noted and not let through. */
export async function trap(stage: Stage): Promise<{ context: BrowserContext; fired: string[] }> {
  const fired: string[] = [];
  const context = await stage.browser.newContext({ locale: 'ko-KR', viewport: { width: 1000, height: 900 } });
  await context.exposeBinding('noteFired', (_, what: string) => void fired.push(what));
  await context.addInitScript(() => {
    const { noteFired } = globalThis as unknown as { noteFired(what: string): void };
    for (const name of ['alert', 'prompt', 'confirm', 'print', 'open'])
      Object.defineProperty(globalThis, name, {
        value: (...given: unknown[]) => noteFired(`${name} ${String(given[0]).slice(0, 80)}`),
      });
    addEventListener('error', (event) => event.message && noteFired(`error ${event.message}`));
    addEventListener('unhandledrejection', (event) => noteFired(`rejection ${event.reason}`));
  });
  const known = [stage.whole.base, stage.whole.host.origin];
  await context.route(
    (url) => /^https?:$/.test(url.protocol) && !known.includes(url.origin),
    (route) => {
      fired.push(`request ${route.request().url().slice(0, 120)}`);
      return route.abort();
    },
  );
  context.on('dialog', (dialog) => {
    fired.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('page', (page) => {
    if (context.pages().length > 1) fired.push(`window ${page.url()}`);
    let address = '';
    page.on('framenavigated', (frame) => {
      const url = frame.url();
      if (frame !== page.mainFrame()) fired.push(`frame ${url}`);
      else if (address && url !== address && !url.startsWith(stage.whole.host.origin))
        fired.push(`navigation ${url}`);
      address = url;
    });
  });
  return { context, fired };
}

/** What is in the page, in whatever shadow, that a text of somebody could only have put there as markup. */
export function foreignMarkup(page: Page, tag = 'dangol-review-board'): Promise<string[]> {
  return page.evaluate((tag) => {
    const found: string[] = [];
    const forbidden = new Set(
      'script iframe frame object embed base meta link math style audio video marquee animate set foreignobject applet xml isindex'.split(
        ' ',
      ),
    );
    const visit = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        const name = element.localName.toLowerCase();
        if (forbidden.has(name)) found.push(`<${name}>`);
        for (const attribute of element.attributes) {
          if (/^on/i.test(attribute.name)) found.push(`${name} ${attribute.name}`);
          if (!/^(href|src|srcset|action|formaction|xlink:href|data|poster)$/i.test(attribute.name)) continue;
          if (!/^(https?:\/\/|blob:|#|$)/i.test(attribute.value.trim()))
            found.push(`${name} ${attribute.name}=${attribute.value.slice(0, 60)}`);
        }
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    const element = document.querySelector(tag);
    if (element?.shadowRoot) visit(element.shadowRoot);
    else found.push(`there is no ${tag}`);
    return found;
  }, tag);
}
