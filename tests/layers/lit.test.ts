// What the widgets may use of Lit and of words: the build leaves out what they do not, and no other test would notice.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { type Files, importsOf, lineOf, parse, planted, readSources, walk } from './sources.ts';

/** Of Lit's directives only what needs nothing that widgets/build/lean-lit.ts cuts away. */
const DIRECTIVES = new Set(['lit/directives/repeat.js']);
/** What a property's declaration may say. */
const DECLARES = new Set(['attribute', 'state', 'type']);
const TYPES = new Set(['String', 'Number', 'Boolean']);
/** Ways to step into Lit that are not there. */
const HOOKS =
  /^(shouldUpdate|scheduleUpdate|getUpdateComplete|createProperty|addInitializer|removeController)$/;
const OPTIONS = /^(renderBefore|creationScope|isConnected)$/;

const nameOf = (node: ts.Node | undefined): string =>
  node && (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) ? node.text : '';

/** What comes before an expression in a template, with whatever stands for the earlier ones. */
function before(template: ts.TemplateExpression): [string, ts.Expression][] {
  let text = template.head.text;
  return template.templateSpans.map(({ expression, literal }) => {
    const here = text;
    text += `\u0001${literal.text}`;
    return [here, expression];
  });
}

function placesOf(template: ts.TemplateExpression): string[] {
  return before(template).flatMap(([text, expression]) => {
    const said = expression.getText().slice(0, 30);
    if (text.lastIndexOf('<!--') > text.lastIndexOf('-->')) return [`\${${said}} in a comment`];
    const open = /<(textarea|style|script|title)\b[^>]*>(?:(?!<\/\1)[\s\S])*$/i.exec(text);
    if (open) return [`\${${said}} inside <${open[1]}>`];
    const tag = /<[a-z][\w-]*(?:[^>"']|"[^"]*"|'[^']*')*$/i.exec(text)?.[0];
    if (tag === undefined) return [];
    if (/[@.?\w-]=$/.test(text)) {
      const isListener = /@[\w-]+=$/.test(text);
      return isListener && /^(\{|this$|new\b)/.test(expression.getText())
        ? [`\${${said}}: listeners are functions`]
        : [];
    }
    // Inside quotes it is a part of an attribute's value.
    if (/=("[^"]*|'[^']*)$/.test(tag)) return [];
    return [`\${${said}} on an element itself`];
  });
}

function lit(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    if (/^widgets\/(build(\.ts$|\/)|embed\.ts$)/.test(path)) continue;
    const say = (node: ts.Node, what: string) =>
      complaints.push(
        `${path}:${lineOf(text, node.getStart())}: ${what}: cut away by widgets/build/lean-lit.ts`,
      );
    const source = parse(path, text);
    for (const { to, typeOnly } of importsOf(path, text))
      if (!typeOnly && /^(@?lit|@lit-labs)[/]/.test(to) && !DIRECTIVES.has(to)) say(source, to);
    walk(source, (node) => {
      if (ts.isTaggedTemplateExpression(node)) {
        const tag = node.tag.getText();
        if (tag === 'svg' || tag === 'mathml') say(node, `${tag}\`\``);
        if (tag === 'css' && ts.isTemplateExpression(node.template)) say(node, 'a value in css``');
        if (tag === 'html' && ts.isTemplateExpression(node.template))
          for (const what of placesOf(node.template)) say(node, what);
      }
      if ((ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node)) && HOOKS.test(nameOf(node.name)))
        say(node, nameOf(node.name));
      if (ts.isPropertyAccessExpression(node) && HOOKS.test(node.name.text)) say(node, node.name.text);
      if (
        ts.isCallExpression(node) &&
        node.expression.getText() === 'render' &&
        node.arguments[2] &&
        ts.isObjectLiteralExpression(node.arguments[2])
      )
        for (const { name } of node.arguments[2].properties)
          if (OPTIONS.test(nameOf(name))) say(node, `render(..., { ${nameOf(name)} })`);
      if (ts.isCallExpression(node) && node.expression.getText() === 'render' && node.arguments.length < 3)
        say(node, 'render() without options');
      if (!ts.isPropertyDeclaration(node) || nameOf(node.name) !== 'properties') return;
      if (!node.initializer || !ts.isObjectLiteralExpression(node.initializer)) return;
      for (const property of node.initializer.properties) {
        if (!ts.isPropertyAssignment(property) || !ts.isObjectLiteralExpression(property.initializer))
          continue;
        for (const option of property.initializer.properties) {
          const name = nameOf(option.name);
          if (!DECLARES.has(name)) say(option, `a property's ${name}`);
          else if (
            name === 'type' &&
            ts.isPropertyAssignment(option) &&
            !TYPES.has(option.initializer.getText())
          )
            say(option, `a property of type ${option.initializer.getText()}`);
        }
      }
    });
  }
  return complaints;
}

/** Dates and means are a file of their own that only some widgets load: a page without it would throw. */
function times(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    const used = /\bwords!?\.(date|ago|mean)\(/.exec(text);
    if (!used || path === 'widgets/core/words.ts') continue;
    if (!importsOf(path, text).some(({ to, dynamic }) => to === 'widgets/core/times.ts' && !dynamic))
      complaints.push(`${path}:${lineOf(text, used.index)} uses words.${used[1]}: import core/times.ts`);
  }
  return complaints;
}

const fences: [string, (files: Files) => string[], Record<string, string>, number][] = [
  [
    'nothing is used that the build cuts from Lit',
    lit,
    {
      'widgets/parts/a.ts': `import { html } from 'lit'; import { ref } from 'lit/directives/ref.js';
        import { repeat } from 'lit/directives/repeat.js'; import type { Ref } from 'lit/directives/ref.js';
        const a = html\`<p \${x}>\${y}</p><!-- \${z} --><textarea>\${w}</textarea><i class="b \${c}" .d=\${e} @f=\${{ handleEvent() {} }} @g=\${this} @h=\${this.h}></i>\`;
        const b = svg\`<path/>\`; const c = css\`a { b: \${d} }\`; const d = css\`a {}\`;`,
      'widgets/parts/b.ts': `class B extends LitElement {
        static override properties = { a: { attribute: 'a-b' }, b: { reflect: true }, e: { hasChanged: f, converter: g }, c: { type: Array }, d: { type: Number } };
        shouldUpdate() { return true; }
        scheduleUpdate = () => this.removeController(x);
      }
      render(x, y); render(x, y, {}); render(x, y, { renderBefore: z });`,
    },
    17,
  ],
  [
    'whoever says dates or means brings the code for them',
    times,
    {
      'widgets/parts/a.ts': `import '../core/times.ts'; words.date(1);`,
      'widgets/parts/b.ts': `this.words!.ago(1);`,
      'widgets/inbox/c.ts': `void import('../core/times.ts'); words.mean(1);`,
    },
    2,
  ],
];

const files = readSources('widgets/**/*.ts');
describe('what the build leaves of Lit', () => {
  for (const [name, fence, plants, count] of fences) {
    it(name, () => assert.deepEqual(fence(files), []));
    it(`${name}: catches what is planted`, () => {
      assert.equal(fence(planted(plants)).length, count, fence(planted(plants)).join('\n'));
    });
  }
});
