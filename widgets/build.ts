/**
 * Builds what the browser loads: ES chunks with the hash of their release in their names in dist/w, the loader in dist/embed.js, and
 * dist/manifest.json with their sizes. Fails when a page would load more than its budget.
 *
 *     node widgets/build.ts               builds and prints the sizes
 *     node widgets/build.ts --if-stale    builds only what has changed, without a word
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Rolldown } from 'vite';
import { copyFonts } from './build/fonts.ts';
import { leanLit } from './build/lean-lit.ts';
import { squeezeTemplates } from './build/squeeze.ts';
import { TAGS } from './build/tags.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const widgets = join(root, 'widgets');
const dist = join(root, 'dist');
const chunks = join(dist, 'w');

/** Bytes after gzip that the loader may not reach. Those of pages are in build/tags.ts. */
export const EMBED_BUDGET = 1_350;
/** Chunks of former builds stay for pages that are still open. */
const KEPT_MS = 30 * 86_400_000;

/** What every widget needs at once. */
const CORE =
  /node_modules[\\/](lit|@lit|lit-html|lit-element)[\\/](?!.*directive)|widgets[\\/]core[\\/](client|define|element|event|ground|index|looks|page|problems|session|storage|words|strings[\\/](index|more))\.ts/;
/** What nearly every widget needs at once. The rest of core and parts goes where it is used. */
const SHARED =
  /widgets[\\/](core[\\/](label|live|load|mall-element|safe-url|styles|times|strings[\\/](first|people))|parts[\\/](avatar|badge|icons|level|stars))\.ts/;

/** What wishes, clubs and blogs show at first, and others only by a tap. */
const PRICES = /widgets[\\/]core[\\/](before-navigate|list-url|money|visit)\.ts/;
/** What lists and clubs have besides: until when, and for how long. */
const TIME = /widgets[\\/]core[\\/](days|keeps)\.ts/;

/** Where blogs lead, and what their things carry. */
const MARKS = /widgets[\\/]core[\\/](blog-url|marks)\.ts/;
/** How blogs look: each skin's ornaments come when it is worn. */
const SKIN = /widgets[\\/]parts[\\/]skin\.ts/;

export interface Page {
  files: string[];
  gzip: number;
}
export interface Manifest {
  /** Name of a source (`core`, a tag, a language, a lazy part) -> file in dist/w. */
  files: Record<string, string>;
  /** File -> bytes after gzip. */
  gzip: Record<string, number>;
  /** Tag -> what a page with it alone loads before anybody touches it, in Korean. */
  pages: Record<string, Page>;
}

const gzipOf = (code: string | Uint8Array) => gzipSync(code, { level: 9 }).byteLength;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
    )
    .sort();
}

/** What the result depends on: every source here and the versions of what is bundled. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of filesIn(widgets))
    hash.update(relative(root, file)).update('\0').update(readFileSync(file));
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

async function bundle(options: {
  input: Record<string, string>;
  output: Rolldown.OutputOptions;
  define?: Record<string, string>;
}): Promise<Rolldown.OutputChunk[]> {
  // Loaded here: whether anything is to be built is asked before each command, and should cost nothing.
  const { build } = await import('vite');
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [squeezeTemplates(), leanLit()],
    define: options.define ?? {},
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      // As a library: Vite's helper that preloads chunks weighs more than our loader.
      lib: { entry: options.input, formats: ['es'] },
      rolldownOptions: {
        preserveEntrySignatures: 'allow-extension',
        // The licence of Lit stands once, at the top of the core.
        output: { ...options.output, minify: true, comments: false },
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  return outputs.flatMap((one) => one.output).filter((one) => one.type === 'chunk');
}

/** Writes whole or not at all: another process may be reading. */
function writeWhole(path: string, text: string): void {
  const making = `${path}.${process.pid}`;
  writeFileSync(making, text);
  renameSync(making, path);
}

/** Every chunk that loads with these, by static import. */
function withImports(names: string[], built: readonly Rolldown.OutputChunk[]): string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const next of built.find((one) => one.fileName === name)?.imports ?? []) add(next);
  };
  for (const name of names) add(name);
  return [...found];
}

/** Declarations that hold the places of what is no block, those alike in one rule. */
function roomRules(tags: readonly string[]): string {
  const selectors = new Map<string, string[]>();
  for (const tag of tags) {
    const { room, roomless } = TAGS[tag]!;
    const add = (rule: string, selector: string) =>
      selectors.set(rule, [...(selectors.get(rule) ?? []), `dangol-${tag}${selector}:not(:defined)`]);
    if (room) add(room, '');
    if (roomless) add('display:inline;min-height:0', roomless);
  }
  return [...selectors].map(([room, names]) => `${names.join()}{${room}}`).join('');
}

/** Builds everything into dist. */
export async function buildWidgets(): Promise<Manifest> {
  const stamp = fingerprint();
  const release = stamp.slice(0, 8);
  const tags = Object.keys(TAGS).filter((tag) => existsSync(join(widgets, tag, 'define.ts')));
  const input: Record<string, string> = { core: join(widgets, 'core/index.ts') };
  for (const tag of tags) input[tag] = join(widgets, tag, 'define.ts');
  const built = await bundle({
    input,
    output: {
      format: 'es',
      // One hash for the whole release: it stands in the loader once, and packs well wherever a chunk names another.
      entryFileNames: `[name]-${release}.js`,
      chunkFileNames: `[name]-${release}.js`,
      // One core for all widgets: a second Lit on a page throws under Trusted Types.
      codeSplitting: {
        groups: [
          { name: 'core', test: CORE },
          { name: 'shared', test: SHARED },
          { name: 'prices', test: PRICES },
          { name: 'time', test: TIME },
          { name: 'marks', test: MARKS },
          { name: 'skin', test: SKIN },
        ],
      },
      postBanner: (chunk) => (chunk.name === 'core' ? '/*! Lit, (c) Google LLC, BSD-3-Clause */' : ''),
    },
  });
  const files: Record<string, string> = {};
  const gzip: Record<string, number> = {};
  for (const { name, fileName, code } of built) {
    files[name] = fileName;
    gzip[fileName] = gzipOf(code);
  }
  const [embed] = await bundle({
    input: { embed: join(widgets, 'embed.ts') },
    output: { format: 'es', entryFileNames: 'embed.js' },
    define: {
      RELEASE: JSON.stringify(release),
      TAGS: JSON.stringify(
        Object.fromEntries(tags.map((tag) => [tag, [TAGS[tag]!.height ?? 0, ...TAGS[tag]!.with]])),
      ),
      ROOM: JSON.stringify(roomRules(tags)),
    },
  });
  const loader = embed!.code.trim();
  // A page in EUC-KR reads a classic script in its own encoding.
  if (!/^[\t\n -~]*$/.test(loader)) throw new Error('embed.js has letters that are not ASCII.');
  gzip['embed.js'] = gzipOf(loader);
  const manifest: Manifest = { files, gzip, pages: {} };
  for (const tag of tags) {
    const { with: beside, first = [] } = TAGS[tag]!;
    const names = ['core', ...beside.map((one) => (one === 'words' ? 'ko' : one))];
    const begun = ['embed.js', ...[...names, tag].map((name) => files[name]!)];
    const loaded = withImports([...begun, ...first.map((name) => files[name]!)], built);
    // What a chunk imports and the loader does not ask for would be one more round trip before the first paint.
    const late = withImports(begun, built).filter((name) => !begun.includes(name));
    if (late.length) throw new Error(`${tag} loads ${late} only after its own chunk: see build/tags.ts`);
    manifest.pages[tag] = { files: loaded, gzip: loaded.reduce((sum, name) => sum + gzip[name]!, 0) };
  }

  mkdirSync(chunks, { recursive: true });
  const now = new Date();
  for (const { fileName, code } of built) {
    const path = join(chunks, fileName);
    if (existsSync(path)) utimesSync(path, now, now);
    else writeWhole(path, code);
  }
  copyFonts(root, chunks);
  for (const name of readdirSync(chunks))
    if (name.endsWith('.js') && now.getTime() - statSync(join(chunks, name)).mtimeMs > KEPT_MS)
      rmSync(join(chunks, name));
  writeWhole(join(dist, 'embed.js'), loader);
  writeWhole(join(dist, 'manifest.json'), JSON.stringify({ stamp, ...manifest }, null, 2));
  return manifest;
}

/** @throws Error that names what is too big */
export function checkBudget(manifest: Manifest): void {
  const { gzip, pages } = manifest;
  const over = [
    gzip['embed.js']! >= EMBED_BUDGET &&
      `embed.js has ${gzip['embed.js']} bytes, ${EMBED_BUDGET} is too many`,
    ...Object.keys(pages).map(
      (tag) =>
        pages[tag]!.gzip >= TAGS[tag]!.budget &&
        `a page with ${tag} loads ${pages[tag]!.gzip} bytes, ${TAGS[tag]!.budget} is too many`,
    ),
  ].filter(Boolean);
  if (over.length) throw new Error(`${over.join('; ')}\n${sizesOf(manifest)}`);
}

/** The sizes as a table: what a page with one board loads first, then pages with each other tag alone. */
export function sizesOf({ gzip, pages }: Manifest): string {
  const board = pages['review-board']!;
  const later = Object.keys(gzip).filter((name) => !board.files.includes(name));
  const line = (bytes: number, text: string) => `${String(bytes).padStart(8)}  ${text}`;
  const rows = (names: string[]) => names.map((name) => line(gzip[name]!, name));
  return [
    'gzip bytes that a page with one board loads:',
    ...rows(board.files),
    'in all, a page with only:',
    ...Object.keys(pages).map((tag) => line(pages[tag]!.gzip, `${tag} (budget ${TAGS[tag]!.budget})`)),
    'on demand:',
    ...rows(later.sort()),
  ].join('\n');
}

/**
 * Builds unless dist is the result of these very sources. Budgets are for whoever changes these: a service that starts
 * does not fail for a few bytes that another machine's compressor counts.
 */
export async function buildIfStale(): Promise<Manifest> {
  try {
    const known = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Manifest & {
      stamp: string;
    };
    const isWhole =
      existsSync(join(dist, 'embed.js')) &&
      Object.values(known.files).every((name) => existsSync(join(chunks, name)));
    if (known.stamp === fingerprint() && isWhole) return known;
  } catch {
    // Never built, or not to its end.
  }
  return buildWidgets();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (process.argv.includes('--if-stale')) await buildIfStale();
    else {
      const manifest = await buildWidgets();
      checkBudget(manifest);
      console.log(sizesOf(manifest));
    }
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
