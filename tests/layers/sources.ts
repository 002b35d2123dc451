/** What the fences read: our sources by path, and the imports of each. A fence is a pure function from files to complaints. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Path from the top of the project, with slashes -> text. */
export type Files = ReadonlyMap<string, string>;

export interface Import {
  /** The file of ours that is imported, or the package's specifier. */
  to: string;
  ours: boolean;
  /** `import type`: gone at run time. An inline `type` inside braces is not, the module is still loaded. */
  typeOnly: boolean;
  /** `import()`: loaded later, or never. */
  dynamic: boolean;
}

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export function readSources(...patterns: string[]): Files {
  const paths = globSync(patterns, { cwd: root }).map((path) => path.split(sep).join('/'));
  return new Map(
    paths
      .filter((path) => !path.startsWith('demo/data/'))
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}

const parsed = new Map<string, ts.SourceFile>();

export function parse(path: string, text: string): ts.SourceFile {
  const key = `${path}\n${text}`;
  const found = parsed.get(key);
  if (found) return found;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  parsed.set(key, source);
  return source;
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

export function importsOf(path: string, text: string): Import[] {
  const imports: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean, dynamic = false) => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const ours = node.text.startsWith('.');
    const to = ours ? posix.join(posix.dirname(path), node.text) : node.text;
    imports.push({ to, ours, typeOnly, dynamic });
  };
  walk(parse(path, text), (node) => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false, true);
    }
  });
  return imports;
}

/** Everything that is loaded at once with a file, with the way that leads there. */
export function loadedWith(files: Files, start: string): Map<string, string[]> {
  const ways = new Map<string, string[]>([[start, [start]]]);
  for (const [path, way] of ways) {
    const text = files.get(path);
    if (text === undefined) continue;
    for (const one of importsOf(path, text)) {
      if (!one.typeOnly && !one.dynamic && !ways.has(one.to)) ways.set(one.to, [...way, one.to]);
    }
  }
  ways.delete(start);
  return ways;
}

/** The text with every comment blanked, so that a rule may be explained where it holds; lines stay where they are. */
export function withoutComments(path: string, text: string): string {
  let out = text;
  const source = parse(path, text);
  const blank = (from: number, to: number) => {
    out = out.slice(0, from) + out.slice(from, to).replace(/[^\n]/g, ' ') + out.slice(to);
  };
  walk(source, (node) => {
    if (node.getChildCount(source) > 0) {
      for (const child of node.getChildren(source)) {
        if (ts.isToken(child)) blank(child.getFullStart(), child.getStart(source));
      }
      return;
    }
    blank(node.getFullStart(), node.getStart(source));
  });
  return out;
}

export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** A file map for self-tests of the fences. */
export const planted = (files: Record<string, string>): Files => new Map(Object.entries(files));
