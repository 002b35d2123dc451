import { defineOnce } from '../core/define.ts';
import { DangolBlogCard } from './blog-card.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-blog-card', DangolBlogCard);
