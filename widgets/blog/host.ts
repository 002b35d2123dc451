import type { CSSResult, TemplateResult } from 'lit';
import type { StoryPage } from '../../server/community/blogs/stories/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import type { Loaders } from '../core/strings/index.ts';
import type { LayerRequest, WidgetHost } from '../core/widget.ts';
import type { Words } from '../core/words.ts';
import type { BlogData } from './data.ts';
import type { Picture } from './thing.ts';

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
  /** What stands below the wishes. */
  rest?: typeof import('./rest.ts');
  /** Where an open story stands, and the way there. */
  reading?: Pick<typeof import('./reading.ts'), 'storyPlace' | 'arrive'>;
  story?: StoryView;
  /** What only the blog's own member sees. */
  tools?: typeof import('./tools.ts');
  /** The button of whoever is signed in. */
  neighbour?: (host: BlogHost, words: Words) => TemplateResult;
  /** The menu of a visitor. */
  menu?: (host: BlogHost, words: Words) => TemplateResult;
  /** What plays its tune. */
  player?: import('../parts/tune.ts').TunePlayer;
}

/** Of the first paint, for what comes later. */
export interface Pieces {
  image(picture: Picture): TemplateResult;
  nameOf(product: PublicProduct, words: Words): string;
}

/** What the pieces of a blog know of it. */
export interface BlogHost extends WidgetHost {
  readonly data: BlogData;
  readonly late: Late;
  /** What the first paint has already, for what comes later: shared code would be one more chunk to wait for. */
  readonly pieces: Pieces;
  /** What the blog is called that is shown. */
  readonly called: string;
  /** Loads more words, once there are any. */
  learn(loaders: Loaders): Promise<void>;
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
  /** Brings the code and words of what stands below the wishes. Never fails. */
  bringRest(): Promise<void>;
  /** Brings the code and words that show a story, while its data is on its way. Never fails. */
  bringStory(): Promise<void>;
  /** Brings the styles of a layout. Never fails. */
  bringLayout(layout: 'shelf' | 'gallery' | 'diary'): Promise<void>;
  /** Brings the code and words of what only a blog's own member sees. Never fails. */
  bringTools(): Promise<void>;
  /** Takes the mall's own looks and language. */
  mallSays(mall: { looks: import('../core/looks.ts').MallLooks; locale: string }): void;
}
