/**
 * Builds what the browser loads: ES chunks with hashed names in dist/w, the loader in dist/embed.js, and
 * dist/manifest.json with their sizes. Fails when a page would load more than its budget.
 *
 *     node widgets/build.ts
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin, type Rolldown } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const widgets = join(root, 'widgets');
const dist = join(root, 'dist');
const chunks = join(dist, 'w');

/** Bytes after gzip. */
export const BUDGET = { embed: 1_000, board: 24_000 } as const;
/** Chunks of former builds stay for pages that are still open. */
const KEPT_MS = 30 * 86_400_000;
const TAGS = ['review-board', 'rating'] as const;
const LANGUAGES = ['ko', 'en'] as const;

export interface Manifest {
  /** Name of a source (`core`, a tag, a language, a lazy part) -> file in dist/w. */
  files: Record<string, string>;
  /** File -> bytes after gzip. */
  gzip: Record<string, number>;
  /** What a page with one board loads before anybody touches it. */
  board: { files: string[]; gzip: number };
}

const gzipOf = (code: string | Uint8Array) => gzipSync(code, { level: 9 }).byteLength;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

/** What the result depends on: every source here and the versions of what is bundled. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of filesIn(widgets)) hash.update(relative(root, file)).update('\0').update(readFileSync(file));
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

async function bundle(options: {
  input: Record<string, string>;
  output: Rolldown.OutputOptions;
  define?: Record<string, string>;
}): Promise<Rolldown.OutputChunk[]> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [squeezeTemplates()],
    define: options.define ?? {},
    build: {
      write: false,
      target: 'es2022',
      minify: 'oxc',
      // The helper that preloads chunks weighs more than our loader.
      modulePreload: false,
      rollupOptions: {
        input: options.input,
        preserveEntrySignatures: 'allow-extension',
        output: options.output,
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
  if (tag === 'html') return text.replace(/\s*\n\s*/g, ' ');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
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

/** Builds everything into dist. @throws Error when a budget is passed */
export async function buildWidgets(): Promise<Manifest> {
  const input: Record<string, string> = { core: join(widgets, 'core/index.ts') };
  for (const tag of TAGS) input[tag] = join(widgets, tag, 'define.ts');
  const built = await bundle({
    input,
    output: {
      format: 'es',
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: '[name]-[hash].js',
      codeSplitting: {
        groups: [{ name: 'core', test: /node_modules[\\/](lit|@lit|lit-html|lit-element)[\\/]|widgets[\\/]core[\\/](?!strings[\\/](ko|en))/ }],
      },
    },
  });
  for (const one of built) writeFileSync('/tmp/'+one.fileName.replace(/-[^-]*$/,'.js'), one.code);
  for (const one of built) console.log(one.fileName, one.name, one.isEntry, gzipOf(one.code), one.imports, Object.keys(one.modules).length);
  throw new Error('x');
}
await buildWidgets();
void [existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync, LANGUAGES, KEPT_MS, chunks, fingerprint];
