// Brings what a blog's first paint does without: an open story, and what only its own member sees.
import type { CSSResult } from 'lit';
import { blogMoreWords } from '../core/strings/blog.ts';
import type { BlogHost } from './host.ts';

/** Roots that have certain styles already. */
const dressed = new WeakMap<CSSResult, WeakSet<ShadowRoot>>();

function addStyles(root: ShadowRoot, styles: CSSResult): void {
  const roots = dressed.get(styles) ?? new WeakSet();
  dressed.set(styles, roots);
  if (roots.has(root)) return;
  roots.add(root);
  // Before those of the skin, which were put there by itself.
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles.styleSheet!];
}

export async function bringStory(host: BlogHost): Promise<void> {
  if (host.late.story) return;
  const [view] = await Promise.all([
    import('./story/story-view.ts'),
    // Its texts are among those of the dialogs.
    host.words ? blogMoreWords(host.words) : undefined,
  ]);
  const { storyStyles } = view;
  for (const styles of [storyStyles].flat() as CSSResult[]) addStyles(host.shadowRoot!, styles);
  host.late.story = view;
  host.requestUpdate();
}

export async function bringTools(host: BlogHost): Promise<void> {
  if (host.late.tools) return;
  const [tools] = await Promise.all([
    import('./tools.ts'),
    host.words ? blogMoreWords(host.words) : undefined,
  ]);
  addStyles(host.shadowRoot!, tools.toolStyles);
  host.late.tools = tools;
  host.requestUpdate();
}
