import type { Words } from '../words.ts';
import type { Loaders } from './index.ts';

const editor: Loaders = {
  ko: () => import('./ko-blog-editor.ts'),
  en: () => import('./en-blog-editor.ts'),
};

/** The words of the editor of stories, and those of all dialogs. */
export const blogEditorWords = async (words: Words): Promise<void> => {
  await Promise.all([words.more(editor), words.more()]);
};
