// Brings what a blog's first paint does without: an open story, and what only its own member sees.
import type { CSSResult } from 'lit';
import { blogLateWords, blogMoreWords } from '../core/strings/blog.ts';
import { firstWords } from '../core/strings/first.ts';
import type { BlogHost } from './host.ts';

export function addStyles(root: ShadowRoot, { styleSheet }: CSSResult): void {
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
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

/** What tools say is among the words of the sheets. */
async function learnMore(host: BlogHost): Promise<void> {
  await host.learn(blogLateWords);
  if (host.words) await blogMoreWords(host.words);
}

export async function bringTools(host: BlogHost): Promise<void> {
  if (host.late.tools) return;
  const [tools] = await Promise.all([import('./tools.ts'), learnMore(host)]);
  addStyles(host.shadowRoot!, tools.toolStyles);
  host.late.tools = tools;
  host.requestUpdate();
}

export async function bringLayout(host: BlogHost, layout: 'gallery' | 'diary'): Promise<void> {
  const { default: styles } = await (layout === 'gallery'
    ? import('./layout-gallery.ts')
    : import('./layout-diary.ts'));
  addStyles(host.shadowRoot!, styles);
}

/** What stands below the wishes comes beside the data of the blog. */
export async function bringRest(host: BlogHost): Promise<void> {
  if (host.late.rest) return;
  const [rest] = await Promise.all([
    import('./rest.ts'),
    host.learn(blogLateWords),
    // Of stars and levels.
    host.learn(firstWords),
  ]);
  addStyles(host.shadowRoot!, rest.restStyles);
  host.late.rest = rest;
  host.requestUpdate();
}
