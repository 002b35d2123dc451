import type { CSSResult, TemplateResult } from 'lit';
import type { StoryPage } from '../../server/community/blogs/stories/contract.ts';
import type { LayerRequest, WidgetHost } from '../core/widget.ts';
import type { Words } from '../core/words.ts';
import type { BlogData } from './data.ts';

/** What can be opened over a blog. */
export type DialogRequest =
  | LayerRequest
  /** Without a story: a new one. */
  | { kind: 'editor'; story?: string | undefined }
  | { kind: 'looks' | 'boards' | 'purchases' | 'neighbours' | 'sales' | 'drafts' | 'share' };

/** What shows an open story (story/story-view.ts). */
export interface StoryView {
  storyView(host: BlogHost, page: StoryPage, words: Words): TemplateResult;
  /** Of the blog's own root, where the view stands. */
  readonly storyStyles: CSSResult;
}

/** Pieces whose code comes when they are first needed. */
export interface Late {
  story?: StoryView;
  /** What only the blog's own member sees. */
  tools?: typeof import('./tools.ts');
  /** The menu of a visitor. */
  menu?: (host: BlogHost, words: Words) => TemplateResult;
  /** What plays its tune. */
  player?: import('../parts/tune.ts').TunePlayer;
}

/** What the pieces of a blog know of it. */
export interface BlogHost extends WidgetHost {
  readonly data: BlogData;
  readonly late: Late;
  /** Its words, or that they could not be loaded: then none are there. */
  readonly spoken: Promise<void>;
  open(request: DialogRequest): Promise<void>;
  /** Does something whose code loads when it is first asked for. */
  act(run: (acts: typeof import('./acts.ts')) => unknown): Promise<void>;
  /** Says something that is seen already to those who only hear. */
  say(text: string): void;
  /** Begins again from what attributes and address say now. */
  begin(): void;
  /** Goes to a story of the blog that is shown, or (null) back to the blog: by the address, so that "back" works. */
  go(story: string | null): void;
  sessionChanged(): void;
  /** Brings the code and words that show a story, while its data is on its way. Never fails. */
  bringStory(): Promise<void>;
  /** Brings the code and words of what only a blog's own member sees. Never fails. */
  bringTools(): Promise<void>;
  /** Takes the mall's own looks and language. */
  mallSays(mall: { looks: import('../core/looks.ts').MallLooks; locale: string }): void;
}
