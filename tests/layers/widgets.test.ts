// The fences of the page side: core < parts < a widget's folder < embed, index; and what a browser may load.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { type Files, importsOf, lineOf, loadedWith, parse, planted, readSources, walk } from './sources.ts';

const floors = { core: 0, parts: 1, widget: 2, door: 3 };
/** Runs in Node and never in a browser. */
const isBuild = (path: string) => /^widgets\/build(\.ts$|\/)/.test(path);

function floorOf(path: string): number {
  const [, first = '', ...rest] = path.split('/');
  if (rest.length === 0) return floors.door;
  return first === 'core' ? floors.core : first === 'parts' ? floors.parts : floors.widget;
}

function directions(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    if (isBuild(path)) continue;
    for (const { to, ours, typeOnly } of importsOf(path, text)) {
      if (!ours) continue;
      const say = (why: string) => complaints.push(`${path} imports ${to}: ${why}`);
      if (to.startsWith('server/')) {
        if (!typeOnly) say('from the service only `import type` (types inside braces still load the module)');
      } else if (!to.startsWith('widgets/')) say('widgets know only widgets, and types of the service');
      else if (floorOf(to) > floorOf(path)) say('core < parts < a widget < embed, index');
      else if (floorOf(path) === floors.widget && floorOf(to) === floors.widget) {
        if (to.split('/')[1] !== path.split('/')[1])
          say('one widget never imports another; share by parts or core');
      }
    }
  }
  return complaints;
}

const allowed =
  /^(lit($|\/)|@lit\/(task|context|localize)($|\/)|@lit-labs\/ssr-client($|\/)|hono\/client$|uqr$)/;

/** No zod, no Kysely, nothing of Node: only what is meant for shoppers' phones. */
function browserPackages(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    if (isBuild(path)) continue;
    for (const { to, ours, typeOnly } of importsOf(path, text)) {
      if (!ours && !typeOnly && !allowed.test(to)) complaints.push(`${path} imports ${to}: not for browsers`);
    }
  }
  return complaints;
}

/** The script tag: classic, tiny, readable in any charset, and without Lit until a tag is on sight. */
function loader(files: Files): string[] {
  const path = 'widgets/embed.ts';
  const text = files.get(path);
  if (text === undefined) return [];
  const complaints: string[] = [];
  for (const [to, way] of loadedWith(files, path)) {
    if (/^(lit|@lit)/.test(to))
      complaints.push(`${way.join(' -> ')}: embed.ts loads no Lit; import() it when a tag is seen`);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is exactly this range.
  const odd = /[^\x00-\x7f]/.exec(text);
  if (odd) complaints.push(`${path}:${lineOf(text, odd.index)}: only ASCII, malls serve pages in EUC-KR too`);
  return complaints;
}

/** Parts send requests up as events; only core speaks to the service, and the loader, which must do without core. */
function network(files: Files): string[] {
  const complaints: string[] = [];
  const ways = new Set(['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket', 'sendBeacon']);
  for (const [path, text] of files) {
    if (isBuild(path) || path === 'widgets/embed.ts' || path.startsWith('widgets/core/')) continue;
    walk(parse(path, text), (node) => {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
      const name = ts.isPropertyAccessExpression(node.expression)
        ? node.expression.name.text
        : node.expression.getText();
      if (!ways.has(name)) return;
      complaints.push(
        `${path}:${lineOf(text, node.getStart())} uses ${name}: only widgets/core speaks to the service`,
      );
    });
  }
  return complaints;
}

/** Code that is fetched later may not come: the page's console is no place for that. */
function lateCode(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    if (isBuild(path)) continue;
    walk(parse(path, text), (node) => {
      if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return;
      let top: ts.Node = node;
      let isCaught = false;
      while (ts.isPropertyAccessExpression(top.parent) && ts.isCallExpression(top.parent.parent)) {
        const call: ts.CallExpression = top.parent.parent;
        isCaught ||= top.parent.name.text === 'catch' || call.arguments.length > 1;
        top = call;
      }
      if (!isCaught && (ts.isVoidExpression(top.parent) || ts.isExpressionStatement(top.parent)))
        complaints.push(`${path}:${lineOf(text, node.getStart())}: what if this code cannot be loaded?`);
    });
  }
  return complaints;
}

const fences: [string, (files: Files) => string[], Record<string, string>, number][] = [
  [
    'imports go down, never up or across',
    directions,
    {
      'widgets/core/a.ts': `import '../parts/star-rating/star-rating.ts';`,
      'widgets/parts/b.ts': `import '../core/a.ts'; import { type A } from '../../server/app.ts';`,
      'widgets/wishlist/c.ts': `import '../review-board/d.ts'; import type { A } from '../../server/app.ts';`,
      'widgets/review-board/d.ts': `import '../index.ts'; import '../../demo/main.ts'; import './e.ts';`,
      'widgets/embed.ts': `void import('./wishlist/c.ts');`,
    },
    5,
  ],
  [
    'a browser loads only what is meant for it',
    browserPackages,
    {
      'widgets/core/a.ts': `import { z } from 'zod'; import type { K } from 'kysely'; import { hc } from 'hono/client';`,
      'widgets/core/b.ts': `export * from 'kysely'; const fs = await import('node:fs'); import { html } from 'lit';`,
    },
    3,
  ],
  [
    'embed.ts loads no Lit and is ASCII',
    loader,
    {
      'widgets/embed.ts': `import './core/a.ts'; const word = '단골'; void import('./core/b.ts');`,
      'widgets/core/a.ts': `import { html } from 'lit';`,
    },
    2,
  ],
  [
    'code that cannot be loaded is no unhandled rejection',
    lateCode,
    {
      'widgets/core/a.ts': `void import('./b.ts'); import('./b.ts').then((b) => b.go()); await import('./b.ts');`,
      'widgets/parts/c.ts': `const go = () => void import('./d.ts').then((d) => d.go());`,
      'widgets/parts/d.ts': `void import('./c.ts').then((c) => c.go(), stop); import('./c.ts').then(go).catch(stop);
        const late = () => import('./c.ts').then((c) => c.go());`,
    },
    3,
  ],
  [
    'only core speaks to the service',
    network,
    {
      'widgets/core/a.ts': `await fetch('x');`,
      'widgets/parts/b.ts': `await globalThis.fetch('x'); new EventSource('x');`,
      'widgets/wishlist/c.ts': `await client.fetchAll(); navigator.sendBeacon('x');`,
    },
    3,
  ],
];

const files = readSources('widgets/**/*.ts');
describe('the fences of the widgets', () => {
  for (const [name, fence, plants, count] of fences) {
    it(name, () => assert.deepEqual(fence(files), []));
    it(`${name}: catches what is planted`, () => {
      assert.equal(fence(planted(plants)).length, count, fence(planted(plants)).join('\n'));
    });
  }
});
