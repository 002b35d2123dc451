// Brings what a blog's first paint does without: an open story, and what only its own member sees.
import type { CSSResult } from 'lit';
import { blogMoreWords } from '../core/strings/blog.ts';
import type { BlogHost } from './host.ts';

function addStyles(root: ShadowRoot, { styleSheet }: CSSResult): void {
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
}

async function learn(host: BlogHost): Promise<void> {
  await host.spoken;
  if (host.words) await blogMoreWords(host.words);
}

export async function bringStory(host: BlogHost): Promise<void> {
  if (host.late.story) return;
  // It brings its words by itself.
  const view = await import('./story/story-view.ts');
  addStyles(host.shadowRoot!, view.storyStyles);
  host.late.story = view;
  // What its author does with it is seen at once, also when nothing is told live.
  for (const name of ['dangol-story-save', 'dangol-story-delete', 'dangol-story-heart'])
    host.addEventListener(name, () => void host.act((acts) => acts.changed(host)));
  host.requestUpdate();
}

export async function bringTools(host: BlogHost): Promise<void> {
  if (host.late.tools) return;
  const [tools] = await Promise.all([import('./tools.ts'), learn(host)]);
  addStyles(host.shadowRoot!, tools.toolStyles);
  host.late.tools = tools;
  host.requestUpdate();
}
