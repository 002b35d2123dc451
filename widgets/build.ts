/**
 * Builds what the browser loads: ES chunks with hashed names in dist/w, the loader in dist/embed.js, and
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
import type { Plugin, Rolldown } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const widgets = join(root, 'widgets');
const dist = join(root, 'dist');
const chunks = join(dist, 'w');

/** Bytes after gzip. */
export const BUDGET = { embed: 1_000, board: 24_000, leaders: 20_000 } as const;
/** Chunks of former builds stay for pages that are still open. */
const KEPT_MS = 30 * 86_400_000;
const TAGS = ['review-board', 'rating', 'leaders'] as const;
const LANGUAGES = ['ko', 'en'] as const;

/** What every widget needs at once. The rest of widgets/core goes where it is used. */
const CORE =
  /node_modules[\\/](lit|@lit|lit-html|lit-element)[\\/](?!.*directive)|widgets[\\/](core[\\/](client|define|element|event|index|label|live|load|looks|page|problems|safe-url|session|storage|styles|words|strings[\\/]index)|parts[\\/](avatar|badge|icons|level|stars))\.ts/;

export interface Manifest {
  /** Name of a source (`core`, a tag, a language, a lazy part) -> file in dist/w. */
  files: Record<string, string>;
  /** File -> bytes after gzip. */
  gzip: Record<string, number>;
  /** What a page with one board loads before anybody touches it. */
  board: { files: string[]; gzip: number };
  /** The same of a page with only the leaders. */
  leaders: { files: string[]; gzip: number };
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

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** Line breaks and indents in a template help only the reader of its source. */
function squeeze(tag: string, text: string): string {
  if (tag === 'html')
    return (
      text
        .replace(/>\s*\n\s*</g, '><')
        .replace(/\s*\n\s*/g, ' ')
        .replace(/ >/g, '>')
        // Quotes that HTML does not need.
        .replace(/="([\w-]+)"(?=[ >])/g, '=$1')
    );
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};>]) ?/g, '$1')
    .replace(/ ([/!]) ?/g, '$1')
    .replace(/\b0\./g, '.')
    .replace(/([:,]) /g, '$1')
    .replaceAll(';}', '}');
}

/** Squeezes the static texts of all html and css templates. */
function squeezeTemplates(): Plugin {
  return {
    name: 'squeeze-templates',
    enforce: 'post',
    transform: {
      filter: { id: /widgets\/.*\.ts$/ },
      handler(code) {
        const edits: { start: number; end: number; text: string }[] = [];
        const visit = (node: Node): void => {
          const { tag, quasi } = node as unknown as { tag?: { name?: string }; quasi?: { quasis: Node[] } };
          if (node.type === 'TaggedTemplateExpression' && (tag?.name === 'html' || tag?.name === 'css'))
            for (const { start, end } of quasi!.quasis)
              edits.push({ start, end, text: squeeze(tag.name, code.slice(start, end)) });
          for (const key of Object.keys(node)) {
            const value = node[key];
            for (const one of Array.isArray(value) ? value : [value])
              if (one && typeof (one as Node).type === 'string') visit(one as Node);
          }
        };
        visit(this.parse(code) as unknown as Node);
        edits.sort((one, other) => other.start - one.start);
        let result = code;
        for (const { start, end, text } of edits) result = result.slice(0, start) + text + result.slice(end);
        return { code: result, map: null };
      },
    },
  };
}

/**
 * Lit's long sentences are for whoever writes a widget, and tests run with the Lit that says them. Its hooks for old
 * browsers and for pages that a server has rendered have nobody who would use them here.
 */
function leanLit(): Plugin {
  return {
    name: 'lean-lit',
    transform: {
      filter: { id: /node_modules[\\/].*[\\/](lit-html|lit-element|reactive-element|css-tag)\.js$/ },
      handler: (code) => ({
        code: code
          .replace(/throw Error\([^)]*\)/g, 'throw Error("lit")')
          .replace(/\b\w+\.\w+(PolyfillSupport|HydrateSupport)\b/g, '(void 0)')
          // Of decorators, which no widget has.
          .replace(/const \w+=this\[Symbol\.metadata\];.*?(?=this\._\$Eh=new Map)/, '')
          .replace(/Symbol\.metadata\?\?=[^,]*,\w+\.litPropertyMetadata\?\?=new WeakMap;/, ''),
        map: null,
      }),
    },
  };
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

/**
 * Builds everything into dist.
 *
 * @throws Error when a budget is passed
 */
export async function buildWidgets(): Promise<Manifest> {
  const stamp = fingerprint();
  const input: Record<string, string> = { core: join(widgets, 'core/index.ts') };
  for (const tag of TAGS) input[tag] = join(widgets, tag, 'define.ts');
  const built = await bundle({
    input,
    output: {
      format: 'es',
      entryFileNames: '[name]-[hash:6].js',
      chunkFileNames: '[name]-[hash:6].js',
      // One core for all widgets: a second Lit on a page throws under Trusted Types.
      codeSplitting: { groups: [{ name: 'core', test: CORE }] },
      postBanner: (chunk) => (chunk.name === 'core' ? '/*! Lit, (c) Google LLC, BSD-3-Clause */' : ''),
    },
  });
  const files: Record<string, string> = {};
  const gzip: Record<string, number> = {};
  for (const { name, fileName, code } of built) {
    files[name] = fileName;
    gzip[fileName] = gzipOf(code);
  }
  const named = Object.fromEntries(['core', ...TAGS, ...LANGUAGES].map((name) => [name, files[name]!]));
  const [embed] = await bundle({
    input: { embed: join(widgets, 'embed.ts') },
    output: { format: 'es', entryFileNames: 'embed.js' },
    define: {
      FILES: JSON.stringify(
        Object.fromEntries(
          Object.entries(named).map(([name, file]) => [name, file.slice(name.length + 1, -3)]),
        ),
      ),
    },
  });
  const loader = embed!.code.trim();
  // A page in EUC-KR reads a classic script in its own encoding.
  if (!/^[\t\n -~]*$/.test(loader)) throw new Error('embed.js has letters that are not ASCII.');
  gzip['embed.js'] = gzipOf(loader);
  const page = (...first: string[]) => {
    const loaded = ['embed.js', ...withImports([named.core!, named.ko!, ...first], built)];
    return { files: loaded, gzip: loaded.reduce((sum, name) => sum + gzip[name]!, 0) };
  };
  const manifest: Manifest = {
    files,
    gzip,
    board: page(named['review-board']!),
    leaders: page(named.leaders!, files['ko-leaders']!),
  };
  checkBudget(manifest);

  mkdirSync(chunks, { recursive: true });
  const now = new Date();
  for (const { fileName, code } of built) {
    const path = join(chunks, fileName);
    if (existsSync(path)) utimesSync(path, now, now);
    else writeWhole(path, code);
  }
  for (const name of readdirSync(chunks))
    if (now.getTime() - statSync(join(chunks, name)).mtimeMs > KEPT_MS) rmSync(join(chunks, name));
  writeWhole(join(dist, 'embed.js'), loader);
  writeWhole(join(dist, 'manifest.json'), JSON.stringify({ stamp, ...manifest }, null, 2));
  return manifest;
}

/** @throws Error that names what is too big */
export function checkBudget({ gzip, board, leaders }: Manifest): void {
  const over = [
    gzip['embed.js']! >= BUDGET.embed &&
      `embed.js has ${gzip['embed.js']} bytes, ${BUDGET.embed} is too many`,
    board.gzip >= BUDGET.board && `a board page loads ${board.gzip} bytes, ${BUDGET.board} is too many`,
    leaders.gzip >= BUDGET.leaders &&
      `a page with leaders loads ${leaders.gzip} bytes, ${BUDGET.leaders} is too many`,
  ].filter(Boolean);
  if (over.length) throw new Error(`${over.join('; ')}\n${sizesOf({ files: {}, gzip, board, leaders })}`);
}

/** The sizes as a table, what a board page loads first. */
export function sizesOf({ gzip, board, leaders }: Manifest): string {
  const later = Object.keys(gzip).filter((name) => !board.files.includes(name));
  const rows = (names: string[]) => names.map((name) => `${String(gzip[name]).padStart(8)}  ${name}`);
  return [
    'gzip bytes that a page with one board loads:',
    ...rows(board.files),
    `${String(board.gzip).padStart(8)}  in all (budget ${BUDGET.board})`,
    `${String(leaders.gzip).padStart(8)}  with only the leaders (budget ${BUDGET.leaders})`,
    'on demand:',
    ...rows(later.sort()),
  ].join('\n');
}

/** Builds unless dist is the result of these very sources. */
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
    else console.log(sizesOf(await buildWidgets()));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
