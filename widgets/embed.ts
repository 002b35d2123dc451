// The script tag. Classic, ASCII, as small as it gets: each page of a mall loads it, with or without one of our tags.
// Nothing in here may throw at the host, wait for the service, or break where old libraries bend the natives.

// Put in by the build, from build/tags.ts.
/** The hash in each chunk's name. */
declare const RELEASE: string;
/**
 * Each tag -> how high a block it is (0: none), and what loads beside its own chunk and the core; `words` in the language
 * of the page.
 */
declare const TAGS: Record<string, [height: number, ...beside: string[]]>;
/** The rules that hold the places of the others. */
declare const ROOM: string;

interface Core {
  start(settings: object): void;
  identify(source: unknown): void;
  signOut(): void;
}
interface Door {
  identify(source: unknown): void;
  signOut(): void;
  discover(root: ParentNode): void;
  mark(product: string): string | null;
  ready: Promise<unknown>;
  /** A chunk could not be loaded: the loader that comes past the cache takes over. */
  failed?: boolean;
}

((page: { dangol?: Door }, doc: Document) => {
  try {
    // Under this name the page may have an element of its own.
    const before = page.dangol;
    // Pasted twice, or in two versions: it stays one.
    if (before?.discover?.call && !before.failed) return before.discover(doc);
    const current = doc.currentScript as HTMLScriptElement | null;
    const script =
      // An element named currentScript would hide the script; no such element has a text of its own.
      current?.text != null
        ? current
        : [...doc.querySelectorAll<HTMLScriptElement>('[src*="/embed.js"]')].pop()!;
    const url = new URL(script.src);
    const [base] = script.src.split('/embed.js');
    const early: Record<string, Promise<Response>> = {};
    // What core/marks.ts could not store.
    const marks: Record<string, string> = {};
    const settings: Record<string, unknown> = { base, early, marks };
    for (const name of ['product', 'signed-id', 'mall', 'lang'])
      settings[name] =
        script.getAttribute(`data-${name}`) ||
        url.searchParams.get(name) ||
        doc.querySelector<HTMLMetaElement>(`[name="dangol:${name}"]`)?.content;

    let opened!: (core: Core) => void;
    const core = new Promise<Core>((done) => {
      opened = done;
    });
    const quiet = () => {};
    // Written out by the build wherever it is named.
    const tags = TAGS;
    let rules = ROOM;
    // Named by its last word: `--dangol-board-height`.
    for (const tag of Object.keys(tags))
      if (tags[tag]![0])
        rules += `dangol-${tag}:not(:defined){display:block;min-height:var(--dangol-${tag.split('-').pop()}-height,${tags[tag]![0]}px)}`;
    const load = (name: string) => import(`${base}/w/${name}-${RELEASE}.js`);
    const look = (root: ParentNode) => {
      try {
        for (const tag of Object.keys(tags)) {
          const found = root.querySelectorAll(`dangol-${tag}`);
          if (!found[0]) continue;
          const [, ...beside] = tags[tag]!;
          // Once is enough.
          delete tags[tag];
          // The data starts beside the code: a simple request, so that no preflight goes before it.
          if (tag === 'review-board')
            for (const element of found) {
              const get = (name: string) => element.getAttribute(name) || settings[name];
              const address = new URL(`${base}/v1/${get('mall')}/board`);
              for (const name of ['product', 'sort', 'limit'])
                if (get(name)) address.searchParams.set(name, get(name) as string);
              if (get('mall') && get('product')) {
                const answer = fetch(address, { signal: AbortSignal.timeout(1e4) });
                answer.catch(quiet);
                early[address as never] = answer;
              }
            }
          Promise.all([
            load('core'),
            load(tag),
            ...beside.map((name) =>
              load(
                name === 'words'
                  ? /^en/.test((settings.lang || doc.documentElement.lang) as string)
                    ? 'en'
                    : 'ko'
                  : name,
              ),
            ),
          ]).then(
            ([loaded, widget]) => {
              loaded.start(settings);
              opened(loaded);
              widget.define();
            },
            () => {
              // Once past the cache: the chunks of an old release may be gone. A second failure stays quiet.
              if (before?.failed || door.failed) return;
              door.failed = true;
              import(`${base}/embed.js?again`).catch(quiet);
            },
          );
        }
      } catch {}
    };

    const door: Door = {
      identify: (source) => core.then((loaded) => loaded.identify(source)),
      signOut: () => core.then((loaded) => loaded.signOut()),
      discover: look,
      mark(product) {
        try {
          const key = `dangol-mark:${product}`;
          const [mark, at] = (marks[key] || localStorage[key]).split(' ');
          if (at > Date.now() - 6048e5) return mark;
        } catch {}
        return null;
      },
      ready: core.then(quiet),
    };
    page.dangol = door;
    new MutationObserver(() => look(doc)).observe(doc, { childList: true, subtree: true });
    look(doc);
    // Coming from a blog on the page of the service: what the mall's own page cannot know of is in the address.
    const [found, product, mark] = /[#&]dangol-mark=([^&]{1,999})\.([\w-]{1,200})$/.exec(location.hash) || [];
    if (found)
      try {
        marks[`dangol-mark:${decodeURIComponent(product!)}`] = `${mark} ${Date.now()}`;
        // It stands last; whatever else is there stays.
        history.replaceState(history.state, '', location.href.replace(found, ''));
        Object.assign(localStorage, marks);
      } catch {}
    // Holds the place until the code is there, so that nothing on the page moves. Last: an old browser throws here.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    doc.adoptedStyleSheets.push(sheet);
  } catch {}
})(globalThis as never, document);
