// The fences of the service: who may import whom. main -> app -> office -> community -> mall -> base, never upwards.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { type Files, importsOf, loadedWith, parse, planted, readSources, walk } from './sources.ts';

/** Feature -> the features of its own wing that it may use. What is not named here may not be used. */
const wings: Record<string, Record<string, string[]>> = {
  mall: {
    malls: [],
    shoppers: ['malls'],
    products: ['malls', 'shoppers'],
    points: ['malls', 'shoppers', 'products'],
    orders: ['malls', 'shoppers', 'products', 'points'],
  },
  community: {
    media: [],
    reputation: [],
    // Whatever happens may be told to whom it concerns.
    inbox: [],
    // What a shopper is told of their points.
    rewards: ['inbox'],
    comments: ['media', 'reputation'],
    reviews: ['media', 'reputation', 'comments'],
    profiles: ['media', 'reputation', 'comments', 'reviews'],
    clubs: ['media', 'reputation', 'inbox', 'comments'],
    wishlists: ['media', 'reputation', 'inbox', 'comments', 'clubs'],
    neighbours: ['inbox'],
    blogs: ['media', 'reputation', 'inbox', 'neighbours', 'comments', 'reviews', 'clubs', 'wishlists'],
    reports: ['media', 'reputation', 'neighbours', 'comments', 'reviews', 'clubs', 'wishlists', 'blogs'],
    alerts: ['media', 'reputation', 'inbox', 'comments', 'reviews', 'clubs', 'wishlists', 'blogs'],
    // What a shopper has everywhere: it moves when a guest becomes a member.
    mine: [
      'media',
      'reputation',
      'inbox',
      'comments',
      'reviews',
      'clubs',
      'wishlists',
      'blogs',
      'reports',
      'alerts',
    ],
  },
  office: {
    insights: [],
    imports: [],
    exports: [],
    webhooks: [],
    privacy: ['exports'],
    console: ['insights', 'imports', 'exports', 'webhooks', 'privacy'],
  },
};

const floors = [
  'base',
  'settings',
  'migrations',
  'mall',
  'community',
  'office',
  'open',
  'docs',
  'app',
  'main',
];
/** What starts everything else: the service, the command line and its commands. */
const doors = ['main', 'cli', 'commands'];

function floorOf(path: string): number {
  const name = (path.split('/')[1] ?? '').replace(/\.(ts|mjs)$/, '');
  return floors.indexOf(doors.includes(name) ? 'main' : name);
}

function directions(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    if (!path.startsWith('server/') || path === 'server/setup.mjs') continue;
    const from = floorOf(path);
    const [, wing = '', feature = ''] = path.split('/');
    if (from < 0) {
      complaints.push(
        `${path}: not on any floor (${floors.join(' < ')}); give it one in tests/layers/server.test.ts`,
      );
      continue;
    }
    const order = wings[wing];
    if (order && path.split('/').length > 3 && !order[feature]) {
      complaints.push(
        `${path}: ${wing}/${feature} has no place in the order of its wing; give it one in tests/layers`,
      );
      continue;
    }
    for (const { to, ours } of importsOf(path, text)) {
      if (!ours) continue;
      if (!to.startsWith('server/')) {
        complaints.push(`${path} imports ${to}: the service knows nothing outside of server/`);
        continue;
      }
      const target = floorOf(to);
      if (target > from)
        complaints.push(`${path} imports ${to}: never upwards (what must reach up goes by the outbox)`);
      const other = to.split('/')[2] ?? '';
      if (target === from && order && other !== feature && !order[feature]?.includes(other)) {
        complaints.push(`${path} imports ${to}: ${wing}/${feature} may not use ${wing}/${other}`);
      }
    }
  }
  return complaints;
}

const inputAndOutput = /^(node:|hono($|\/)|@hono\/|kysely($|\/)|better-sqlite3|pg($|\/)|sharp|pino|jose)/;

/** rules.ts decides and does nothing else, also by what it loads. */
function pureRules(files: Files): string[] {
  const complaints: string[] = [];
  for (const path of files.keys()) {
    if (!/^server\/.*\/rules\.ts$/.test(path)) continue;
    const ways = loadedWith(files, path);
    // The type of a row is a shape and does nothing; the types of what does something are another's business.
    for (const { to } of importsOf(path, files.get(path) ?? ''))
      if (!/\/table\.ts$/.test(to)) ways.set(to, [path, to]);
    for (const [to, way] of ways) {
      // A contract is only described by zod; its zod may come from the package that also writes the OpenAPI.
      if (/\/contract\.ts$/.test(way.at(-2) ?? '') && to === '@hono/zod-openapi') continue;
      if (inputAndOutput.test(to) || /\/(table|store|routes)\.ts$/.test(to)) {
        complaints.push(`${way.join(' -> ')}: rules.ts imports no I/O; hand it what it needs to know`);
      }
    }
  }
  return complaints;
}

function plainContracts(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    if (!/^server\/.*\/contract\.ts$/.test(path)) continue;
    for (const { to, ours } of importsOf(path, text)) {
      const fine = ours ? /\/contract\.ts$/.test(to) : ['zod', '@hono/zod-openapi'].includes(to);
      if (!fine) complaints.push(`${path} imports ${to}: a contract imports only zod and other contracts`);
    }
  }
  return complaints;
}

const clients = /^(undici|axios|got|node-fetch|(node:)?(https?|http2|tls|dgram))$/;

/** Whatever leaves the service goes through base/outside: pinned addresses, no redirects, limits. */
function oneWayOut(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    // The store of files is the owner's own, named by a setting, as their mail server and database are: nobody's input
    // says where it is.
    if (path === 'server/base/files/s3.ts') continue;
    if (!path.startsWith('server/') || /^server\/base\/outside(\/|\.ts$)/.test(path)) continue;
    const say = (what: string) =>
      complaints.push(`${path} uses ${what}: only server/base/outside speaks to others`);
    for (const { to, typeOnly } of importsOf(path, text)) {
      // The one place that listens.
      if (path === 'server/main.ts' && to === 'node:http') continue;
      if (!typeOnly && clients.test(to)) say(to);
    }
    walk(parse(path, text), (node) => {
      if (ts.isIdentifier(node) && node.text === 'fetch' && !ts.isPropertyAssignment(node.parent)) {
        const { parent } = node;
        const member = ts.isPropertyAccessExpression(parent) && parent.name === node;
        const ofGlobal = member && /^(globalThis|global|self)$/.test(parent.expression.getText());
        const declares =
          ts.isParameter(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent);
        if ((!member || ofGlobal) && !declares && !ts.isTypeQueryNode(parent)) say('fetch');
      }
    });
  }
  return complaints;
}

/** Each table.ts says of every table what is personal, how it is handed out and how it is erased. */
function personalColumns(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    if (!/^server\/.*\/table\.ts$/.test(path)) continue;
    const tables: string[] = [];
    const declared: string[] = [];
    let exported = false;
    walk(parse(path, text), (node) => {
      if (ts.isInterfaceDeclaration(node) && node.name.text === 'Tables') {
        for (const member of node.members) if (member.name) tables.push(member.name.getText());
      }
      if (!ts.isVariableDeclaration(node) || node.name.getText() !== 'personal') return;
      const statement = node.parent.parent;
      exported ||=
        ts.isVariableStatement(statement) &&
        (statement.modifiers ?? []).some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
      let value = node.initializer;
      while (value && (ts.isSatisfiesExpression(value) || ts.isAsExpression(value))) value = value.expression;
      if (!value || !ts.isObjectLiteralExpression(value)) return;
      for (const one of value.properties) if (one.name) declared.push(one.name.getText());
    });
    if (!exported)
      complaints.push(`${path}: export const personal is missing (see server/base/db/tables.ts)`);
    for (const table of tables) {
      if (exported && !declared.includes(table))
        complaints.push(`${path}: personal says nothing of ${table}`);
    }
  }
  return complaints;
}

const fences: [string, (files: Files) => string[], Record<string, string>, number][] = [
  [
    'imports go down, never up, and keep the order within a wing',
    directions,
    {
      'server/base/db/a.ts': `import type { A } from '../../mall/malls/rules.ts';`,
      'server/mall/malls/store.ts': `import { b } from '../shoppers/store.ts';`,
      'server/mall/orders/store.ts': `import { b } from '../points/store.ts'; import { c } from '../../base/ids.ts';`,
      'server/community/gossip/store.ts': ``,
      'server/other/a.ts': ``,
      'server/app.ts': `const x = await import('../widgets/index.ts'); export * from './office/console/routes.ts';`,
      'server/main.ts': `import './app.ts'; import './settings.ts';`,
    },
    5,
  ],
  [
    'rules.ts imports no I/O',
    pureRules,
    {
      'server/mall/points/rules.ts': `import { a } from '../../base/a.ts'; import { T } from './table.ts';`,
      'server/base/a.ts': `import { createHash } from 'node:crypto';`,
      'server/mall/orders/rules.ts': `import { sum } from '../points/sum.ts'; import type { Order } from './contract.ts';`,
    },
    2,
  ],
  [
    'contract.ts imports only zod and other contracts',
    plainContracts,
    {
      'server/mall/points/contract.ts': `import { z } from 'zod'; import { x } from '../malls/contract.ts'; import { y } from './rules.ts';`,
    },
    1,
  ],
  [
    'only base/outside speaks to others',
    oneWayOut,
    {
      'server/base/outside/get.ts': `await fetch('https://a');`,
      'server/office/webhooks/send.ts': `const f = fetch; await globalThis.fetch('x'); app.fetch(request);`,
      'server/mall/malls/keys.ts': `import https from 'node:https'; import type { Server } from 'node:http';`,
    },
    3,
  ],
  [
    'each table.ts declares its personal columns',
    personalColumns,
    {
      'server/mall/a/table.ts': `export interface Row {}`,
      'server/mall/b/table.ts': `declare module '../../base/db/tables.ts' { interface Tables { b: B; c: C } }
        export const personal = { b: { owner: null, exports: [], erase: 'keep' } } as const satisfies Personal;`,
    },
    2,
  ],
];

const files = readSources('server/**/*.{ts,mjs}');
describe('the fences of the service', () => {
  for (const [name, fence, plants, count] of fences) {
    it(name, () => assert.deepEqual(fence(files), []));
    it(`${name}: catches what is planted`, () => {
      assert.equal(fence(planted(plants)).length, count, fence(planted(plants)).join('\n'));
    });
  }
});
