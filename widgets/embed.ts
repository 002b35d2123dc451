// The script tag. Classic, ASCII, as small as it gets: each page of a mall loads it, with or without one of our tags.
// Nothing in here may throw at the host, wait for the service, or break where old libraries bend the natives.

/** Names of the chunks, put in by the build: core, each tag, each language. */
declare const FILES: Record<string, string>;

interface Core {
  start(settings: object): void;
  identify(source: unknown): void;
  signOut(): void;
}
interface Door {
  identify(source: unknown): void;
  signOut(): void;
  discover(root?: ParentNode): void;
  ready: Promise<void>;
  /** A chunk of the loader before could not be loaded: the one past the cache takes over. */
  failed?: boolean;
}

((page: { dangol?: Door }, doc: Document) => {
  try {
    const before = page.dangol;
    // Pasted twice, or in two versions: it stays one.
    if (before && !before.failed) return before.discover();
    const scripts = doc.querySelectorAll<HTMLScriptElement>('script[src*="/embed.js"]');
    // An element named currentScript would hide the script.
    const current = doc.currentScript as HTMLScriptElement | null;
    const script = current?.tagName === 'SCRIPT' && current.src ? current : scripts[scripts.length - 1]!;
    const url = new URL(script.src);
    const base = url.href.replace(/\/embed\.js.*/, '');
    const setting = (name: string, attribute = name) =>
      script.getAttribute(`data-${attribute}`) ||
      url.searchParams.get(name) ||
      doc.querySelector(`meta[name="dangol:${attribute}"]`)?.getAttribute('content');
    const mall = setting('mall');
    const product = setting('product');
    const lang = setting('lang');
    const early = new Map<string, Promise<Response>>();
    const seen: Record<string, unknown> = {};
    let ready!: () => void;
    let core: Promise<Core> | undefined;
    let calls: Promise<unknown> = new Promise<void>((done) => {
      ready = done;
    });

    const load = (name: string) => import(`${base}/w/${FILES[name]}`);
    const call = (act: (loaded: Core) => void) => {
      calls = calls.then(() => core!.then(act)).catch(() => {});
    };
    const failed = () => {
      // Once past the cache: the chunks of an old release may be gone. A second failure stays quiet.
      if (before || door.failed) return;
      door.failed = true;
      import(`${base}/embed.js?again=1`).catch(() => {});
    };

    const look = (root: ParentNode) => {
      try {
        for (const tag of ['review-board', 'rating']) {
          if (seen[tag]) continue;
          const name = `dangol-${tag}`;
          const found: ArrayLike<Element> =
            root === doc ? doc.getElementsByTagName(name) : root.querySelectorAll(name);
          if (!found.length) continue;
          seen[tag] = 1;
          // The data starts beside the code; a simple request, so that no preflight goes before it.
          if (tag === 'review-board')
            for (let at = 0; at < found.length; at++) {
              const element = found[at]!;
              const get = (key: string) => element.getAttribute(key);
              const key = get('product') || product;
              const shop = get('mall') || mall;
              if (!key || !shop || element.hasAttribute('url-state')) continue;
              const query = new URLSearchParams({ product: key });
              if (get('sort')) query.set('sort', get('sort')!);
              if (get('limit')) query.set('limit', get('limit')!);
              const address = `${base}/v1/${shop}/board?${query}`;
              if (early.has(address)) continue;
              const answer = fetch(address, { credentials: 'omit' });
              answer.catch(() => {});
              early.set(address, answer);
            }
          core ||= load('core');
          load((lang || doc.documentElement.lang).slice(0, 2) === 'en' ? 'en' : 'ko').catch(() => {});
          Promise.all([core, load(tag)]).then(([loaded, widget]) => {
            loaded.start({ base, mall, product, lang, early, signedId: setting('', 'signed-id') });
            ready();
            widget.define();
          }, failed);
        }
      } catch {}
    };

    const door: Door = {
      identify: (source) => call((loaded) => loaded.identify(source)),
      signOut: () => call((loaded) => loaded.signOut()),
      discover: (root) => look(root || doc),
      ready: calls as Promise<void>,
    };
    page.dangol = door;
    try {
      // Holds the place until the code is there, so that nothing on the page moves.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        'dangol-review-board:not(:defined){display:block;min-height:var(--dangol-board-height,560px)}' +
          'dangol-rating:not(:defined){display:inline-block;height:1.25em;vertical-align:middle}',
      );
      doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet];
    } catch {}
    new MutationObserver(() => look(doc)).observe(doc.documentElement, { childList: true, subtree: true });
    look(doc);
  } catch {}
})(globalThis as never, document);
