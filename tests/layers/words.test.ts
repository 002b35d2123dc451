// Blockers in shoppers' browsers hide what is called like advertising, so nothing of ours is: no tag, file, class or route.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Files, lineOf, planted, readSources, withoutComments } from './sources.ts';

const hidden = /^(ad|ads|banner|popup|track|analytics)$/i;
const bad = (name: string) => name.split(/[-_/.:?=&#\s]+/).some((word) => hidden.test(word));

/** Where names that reach a page are written. The group is the name, or several names apart by spaces. */
const places: [string, RegExp][] = [
  ['tag', /<\/?([a-z][\w-]*)(?=[\s>/])/g],
  ['tag', /['"`](dangol-[\w-]+)['"`]/g],
  ['class or id', /\b(?:class|id|part|slot|className)\s*=\s*["'`]([^"'`]*)["'`]/g],
  ['class', /classList\.\w+\(\s*["'`]([^"'`]*)["'`]/g],
  ['class', /classMap\(\s*\{([^}]*)\}/g],
  ['class', /(?<=css`[^`]*)\.([a-z][\w-]*)(?=[^`;}]*\{)/g],
  ['route', /["'`](\/[\w:{}./-]+)/g],
];

function hiddenWords(files: Files): string[] {
  const complaints: string[] = [];
  for (const [path, text] of files) {
    if (bad(path)) complaints.push(`${path}: a blocker hides files of this name`);
    const code = /\.ts$/.test(path) ? withoutComments(path, text) : text;
    for (const [kind, pattern] of places) {
      for (const hit of code.matchAll(pattern)) {
        // Code inside ${} in an attribute names variables, not classes.
        const names = (hit[1] ?? '').replace(/\$\{[^}]*\}/g, ' ');
        if (bad(names))
          complaints.push(`${path}:${lineOf(code, hit.index)}: a blocker hides the ${kind} ${names.trim()}`);
      }
    }
  }
  return [...new Set(complaints)];
}

describe('no name that a blocker hides', () => {
  it('is in what a page loads', () => {
    const files = readSources(
      'server/**/*.{ts,html,css,js}',
      'widgets/**/*.{ts,html,css}',
      'demo/**/*.{ts,html,css,js}',
    );
    assert.deepEqual(hiddenWords(files), []);
  });

  it('escapes when planted', () => {
    const plants = planted({
      'widgets/parts/popup.ts': '',
      'widgets/parts/a.ts': 'html`<dangol-ad></dangol-ad><b class="wide top-banner"></b>`;',
      'widgets/parts/b.ts': 'css`:host { color: red } .track { color: red }`; element.classList.add("ads");',
      'server/mall/routes.ts': 'app.get("/v1/:mall/analytics", answer);',
      'widgets/parts/c.ts': 'customElements.define("dangol-popup", C);',
    });
    assert.equal(hiddenWords(plants).length, 7, hiddenWords(plants).join('\n'));
  });

  it('is seen inside of another word', () => {
    const plants = planted({
      'widgets/parts/adopt.ts': 'html`<b class="loading shade tracker" id="badge"></b>`; // popup',
      'server/mall/a.ts': "const kind = 'ad'; app.get('/v1/:mall/reads', answer);",
    });
    assert.deepEqual(hiddenWords(plants), []);
  });
});
