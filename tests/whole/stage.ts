// What the tests of the whole share: service, mall, browser, and people who look at the mall's pages.
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { hostPage, startWhole, type Whole } from '../support/host.ts';

/** What a page did that its mall would not like, and what it asked for. */
export interface Seen {
  /** Uncaught errors and rejections on the page. */
  errors: string[];
  warnings: string[];
  dialogs: string[];
  requests: Request[];
}

export interface Person {
  context: BrowserContext;
  page: Page;
  seen: Seen;
  board: Locator;
  list: Locator;
  close(): Promise<void>;
}

export interface Visit {
  mall: string;
  /** What a board is of. */
  product?: string;
  /** Further attributes of the board. */
  attributes?: string;
  /** Whatever else is pasted behind the loader, instead of a board. */
  content?: string;
  /** Where the page is, when that matters; another one each time otherwise. */
  path?: string;
  /** What stands behind the address: `#...`. */
  hash?: string;
  /** Where the loader comes from; the service itself when not said. */
  base?: string;
  head?: string;
  below?: string;
  lang?: string;
  /** Somebody who is there already opens another tab. */
  context?: BrowserContext;
  options?: BrowserContextOptions;
  /** Before the page is opened. */
  prepare?(page: Page): Promise<unknown>;
}

export function watch(page: Page): Seen {
  const seen: Seen = { errors: [], warnings: [], dialogs: [], requests: [] };
  page.on('pageerror', (error) => seen.errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'warning') seen.warnings.push(message.text());
  });
  page.on('dialog', (dialog) => {
    seen.dialogs.push(`${dialog.type()} ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => seen.requests.push(request));
  return seen;
}

export async function openStage(options: { environment?: Record<string, string> } = {}) {
  const whole: Whole = await startWhole(options);
  const browser: Browser = await launchBrowser();
  let pages = 0;

  /** Somebody opens a page of the mall: a product's with its board, or what else is pasted. */
  async function visit(given: Visit): Promise<Person> {
    const { mall, product, attributes, content, base, context: known, prepare, options, ...rest } = given;
    const { path = `/page-${++pages}`, hash = '', ...around } = rest;
    const pasted =
      content === undefined
        ? whole.paste(mall, product ?? '', attributes)
        : `${whole.load(mall, base)}\n${content}`;
    const url = whole.host.put(path, { body: hostPage(pasted, around) });
    const context =
      known ??
      (await browser.newContext({ locale: 'ko-KR', viewport: { width: 390, height: 844 }, ...options }));
    const page = await context.newPage();
    const seen = watch(page);
    await prepare?.(page);
    await page.goto(url + hash);
    return {
      context,
      page,
      seen,
      board: page.locator('dangol-review-board'),
      list: page.locator('dangol-wishlist'),
      close: () => (known ? page.close() : context.close()),
    };
  }

  return {
    whole,
    browser,
    visit,
    async close() {
      await browser.close();
      await whole.stop();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

interface DangolDoor {
  identify(source: string | (() => Promise<string>)): void;
  signOut(): void;
  discover(root: ParentNode): void;
  ready: Promise<unknown>;
}
declare global {
  var dangol: DangolDoor;
}

/** The mall signs somebody in: its page asks its own backend for a token whenever one is needed. */
export async function signIn(
  stage: Stage,
  person: Person,
  shopper: string,
  token: () => Promise<string>,
): Promise<void> {
  const path = `/token/${encodeURIComponent(shopper)}`;
  stage.whole.host.put(path, async () => ({ body: await token(), type: 'text/plain' }));
  await person.page.waitForFunction(() => 'dangol' in globalThis);
  await person.page.evaluate(async (path) => {
    const known = new Promise((done) =>
      document.addEventListener('dangol-session-change', done, { once: true }),
    );
    dangol.identify(() => fetch(path).then((answer) => answer.text()));
    await known;
  }, path);
}

/** Presses a key until the focus, in whatever shadow it is, is on something. */
export async function keyTo(page: Page, selector: string, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const isThere = await page.evaluate((selector) => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at?.matches(selector) ?? false;
    }, selector);
    if (isThere) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reaches ${selector}`);
}

/** Opens the form, chooses stars and writes; posting is left to the test. */
export async function fillForm(person: Person, stars: number, text: string): Promise<void> {
  const { page } = person;
  await person.board.getByRole('button', { name: /^(후기 쓰기|Write a review)$/ }).click();
  await page.getByRole('radio', { name: new RegExp(`^${stars}`) }).check({ force: true });
  await page.locator('textarea#text').fill(text);
}

/** Presses a button that goes away by itself when what it asks for comes by itself: its moment may just have passed. */
export async function pressUnlessGone(button: Locator): Promise<void> {
  if (await button.isVisible()) await button.click({ timeout: 3000 }).catch(() => undefined);
}

/** The dialog that is open, with what is slotted into it. */
export const sheet = (person: Person): Locator => person.page.locator('dangol-part-sheet');

/** Opens a board that holds its height because something of the mall stands below it. */
export async function unfold(person: Person): Promise<void> {
  await person.board.locator('.veil button').click();
}

/** The button that posts what is in the form. */
export const postButton = (person: Person): Locator =>
  person.page.getByRole('button', { name: /^(후기 올리기|Post review)$/ });

/** The row of the review with a text. */
export const row = (person: Person, text: string): Locator =>
  person.board.getByRole('article').filter({ hasText: text });
