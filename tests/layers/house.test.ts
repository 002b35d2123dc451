// The rules of the house that no linter knows. Each says why, because who breaks one has met it for the first time.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Files, lineOf, planted, readSources, withoutComments } from './sources.ts';

interface Rule {
  pattern: RegExp;
  why: string;
  /** One line that breaks the rule, and one beside it that does not. */
  breaks: string;
  keeps: string;
}

const rules: Rule[] = [
  {
    pattern: /\bunsafe(HTML|SVG|CSS|Static)\b/,
    why: 'what people wrote is rendered by Lit as text, never as markup',
    breaks: 'html`${unsafeHTML(text)}`;',
    keeps: 'html`${text}`;',
  },
  {
    pattern:
      /\.(inner|outer)HTML\s*\+?=(?!=)|insertAdjacentHTML|document\.write|setHTMLUnsafe|[\s"'`]\.(inner|outer)HTML=/,
    why: 'what people wrote is rendered by Lit as text, never as markup',
    breaks: 'element.innerHTML = text;',
    keeps: 'assert(element.innerHTML === text);',
  },
  {
    pattern: /\beval\s*\(|\bnew Function\b|set(?:Timeout|Interval)\(\s*['"`]/,
    why: 'a mall with a strict content security policy refuses code made from text',
    breaks: 'eval(text);',
    keeps: 'retrieval(text);',
  },
  {
    pattern: /\bArray\.from\s*\(/,
    why: 'prototype.js, still on old malls, replaces Array.from; spread instead',
    breaks: 'Array.from(set);',
    keeps: '[...set];',
  },
  {
    pattern: /\.entries\s*\(\s*\)/,
    why: 'prototype.js, still on old malls, replaces Array.prototype.entries; use forEach or an index',
    breaks: 'for (const [i, x] of list.entries()) use(i, x);',
    keeps: 'Object.entries(map);',
  },
  {
    pattern: /\bfor\s*\(\s*(?:const|let|var)?\s*[\w$]+\s+in\s/,
    why: 'old malls add to Object.prototype and Array.prototype, and for..in walks over that; use Object.keys',
    breaks: 'for (const key in map) use(key);',
    keeps: 'for (const key of Object.keys(map)) use(key);',
  },
  {
    pattern: /(?<![.\w-])style\s*=\s*["']?\$\{|\bstyleMap\b|setAttribute\(\s*['"]style['"]|<[^>]*\sstyle="/,
    why: 'a strict content security policy blocks style attributes; set a property or a class',
    breaks: 'html`<i style="${css}"></i>`;',
    keeps: 'html`<i .style=${css}></i>`; element.style.setProperty("--dangol-meter", "40%");',
  },
  {
    pattern: /(?<![\w.-])-?(?:\d+|\d*\.\d+)rem\b/,
    why: 'malls set the size of the root element to anything (62.5 % is common); use em or px',
    breaks: 'css`b { margin: 1.5rem; }`;',
    keeps: 'css`b { margin: 1.5em; }`;',
  },
  {
    pattern: /\b(?:window|globalThis|self)\.open\s*\(|(?<![\w.$])open\(\s*['"`]/,
    why: "KakaoTalk's browser and others swallow new windows; use a link, or tell the host by an event",
    breaks: 'window.open(url);',
    keeps: 'this.dialog.open();',
  },
  {
    pattern: /@media[^{]*(?:min|max)-width|\b\d+v[wh]\b/,
    why: 'a widget fits its place and not the window; use a container query',
    breaks: 'css`@media (max-width: 600px) { b { color: red; } }`;',
    keeps:
      'css`@container (max-width: 600px) { b { color: red; } } @media (prefers-reduced-motion: reduce) {}`;',
  },
];

function broken(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    const code = withoutComments(path, text);
    for (const { pattern, why } of rules) {
      for (const hit of code.matchAll(new RegExp(pattern, 'g'))) {
        complaints.push(`${path}:${lineOf(code, hit.index)}: ${hit[0].trim()} - ${why}`);
      }
    }
  }
  return complaints;
}

describe('the rules of the house for widgets', () => {
  it('hold', () => {
    const files = readSources('widgets/**/*.ts');
    assert.deepEqual(
      broken(new Map([...files].filter(([path]) => !/^widgets\/build(\.ts$|\/)/.test(path)))),
      [],
    );
  });
  for (const { breaks, keeps, why } of rules) {
    it(`catch ${breaks}`, () => {
      assert.deepEqual(
        broken(planted({ 'widgets/a.ts': breaks })).map((line) => line.endsWith(why)),
        [true],
      );
      assert.deepEqual(broken(planted({ 'widgets/a.ts': `${keeps} // ${breaks}` })), []);
    });
  }
});
