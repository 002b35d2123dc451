import { defineOnce } from '../core/define.ts';
import { DangolWishlist } from './wishlist.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-wishlist', DangolWishlist);
