// The script tag. Classic, ASCII, as small as it gets: each page of a mall loads it, with or without one of our tags.
// Nothing in here may throw at the host, wait for the service, or break where old libraries bend the natives.

// Put in by the build, from build/tags.ts.
/** The hash in each chunk's name: core and the others of build.ts, each language. */
declare const FILES: Record<string, string>;
/** Each tag -> the hash of its chunk, and what loads beside that and the core; `words` in the language of the page. */
declare const TAGS: Record<string, [hash: string, ...beside: string[]]>;
/** The rules that hold each tag's place. */
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
    // One line for each product: see core/marks.ts, which leaves here what cannot be stored.
    const marks: { text?: string } = {};
    const kept = () => {
      try {
        return marks.text || localStorage['dangol-marks'] || '';
      } catch {
        return '';
      }
    };
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
    const load = (name: string, hash = FILES[name]) => import(`${base}/w/${name}-${hash}.js`);
    const look = (root: ParentNode) => {
      try {
        for (const tag of Object.keys(tags)) {
          const found = root.querySelectorAll(`dangol-${tag}`);
          if (!found[0]) continue;
          const [hash, ...beside] = tags[tag]!;
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
            load(tag, hash),
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
          for (const line of kept().split('\n')) {
            const [key, mark, at] = line.split(' ');
            if (key === encodeURIComponent(product) && at > Date.now() - 6048e5) return mark;
          }
        } catch {}
        return null;
      },
      ready: core.then(quiet),
    };
    page.dangol = door;
    new MutationObserver(() => look(doc)).observe(doc, { childList: true, subtree: true });
    look(doc);
    // Coming from a blog on the page of the service: what the mall's own page cannot know of is in the address.
    const { hash } = location;
    const [found, key, sealed] = /[#&]dangol-mark=([^&]+)\.([\w-]+)/.exec(hash) || [];
    if (found)
      try {
        marks.text = `${key} ${sealed} ${Date.now()}\n${kept().split('\n', 49).join('\n')}`;
        // Whatever else stands there stays.
        history.replaceState(
          history.state,
          '',
          location.pathname + location.search + hash.replace(found, '').replace(/^&/, '#'),
        );
        localStorage['dangol-marks'] = marks.text;
        marks.text = '';
      } catch {}
    // Holds the place until the code is there, so that nothing on the page moves. Last: an old browser throws here.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(ROOM);
    doc.adoptedStyleSheets.push(sheet);
  } catch {}
})(globalThis as never, document);
