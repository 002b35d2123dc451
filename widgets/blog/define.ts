import { defineOnce } from '../core/define.ts';
import { DangolBlog } from './blog.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-blog', DangolBlog);
