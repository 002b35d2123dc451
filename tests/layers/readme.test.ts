// What the widgets offer to a page stands in the README, by its whole name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Files, planted, readSources, root } from './sources.ts';

/** An event that comes after a cancelable one is named by that one. */
function untold(files: Files, readme: string): string[] {
  // What stands inside another piece is not for the page.
  const all = [...files]
    .filter(([path]) => !path.startsWith('widgets/parts/'))
    .map(([, text]) => text)
    .join('\n');
  const found = (pattern: RegExp) => [...all.matchAll(pattern)].map((one) => one[1]!);
  const events = new Set(found(/^ {4}'(dangol-[\w-]+)': \w+Event;$/gm));
  const names = [...events].filter((name) => !events.has(name.replace('dangol-', 'dangol-before-')));
  const parts = found(/^ \* @csspart ([\w-]+) - /gm).map((name) => `\`${name}\``);
  const heights = found(/^ \* @cssproperty \[--dangol(-[\w-]+-height)=/gm).map((name) => `\`${name}\``);
  return [...new Set([...names.map((name) => `\`${name}\``), ...parts, ...heights])].filter(
    (name) => !readme.includes(name),
  );
}

describe('the README', () => {
  it('names every event, part and height of the widgets', () => {
    assert.deepEqual(
      untold(readSources('widgets/**/*.ts'), readFileSync(join(root, 'README.md'), 'utf8')),
      [],
    );
  });
  it('names every event, part and height of the widgets: catches what is planted', () => {
    const files = planted({
      'widgets/core/a.ts': `    'dangol-before-a': BeforeAEvent;\n    'dangol-a': AEvent;\n    'dangol-b': BEvent;`,
      'widgets/inbox/b.ts': ` * @csspart bell - It.\n * @cssproperty [--dangol-inbox-height=1px] - It.`,
    });
    assert.deepEqual(untold(files, '`dangol-a`'), [
      '`dangol-before-a`',
      '`dangol-b`',
      '`bell`',
      '`-inbox-height`',
    ]);
  });
});
